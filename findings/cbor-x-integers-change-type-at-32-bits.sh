#!/usr/bin/env bash
# cbor-x writes integers from 2^32 as floats, and reads integers of 64 bits as bigint, however small.
#
# Expected: a safe integer is written as a CBOR integer of the shortest length and read as a number, as cborg and tiny-cbor
#   do.
# Seen: 2^32 - 1 is 1a ffffffff; 2^32 is fb 41f0000000000000, a 64-bit float. What another library writes for 2^32,
#   1b 0000000100000000, is read as 4294967296n. A bigint 5n is written with eight bytes. So `===` fails, and JSON.stringify
#   throws, for a number that went through two libraries.
# Versions: cbor-x 1.6.8, cborg 6.1.5, @levischuck/tiny-cbor 0.3.6, Node 20.20.2.
# Why it matters: the canonical CBOR of CTAP2 has integers of the shortest length, and a strict parser refuses a float
#   instead of one. Times in milliseconds are beyond 2^32.
# Source: the README of cbor-x describes `int64AsNumber` for reading; nothing on writing.
# Latchkey: safe. It reads CBOR with a parser of its own. The software authenticator of its test package writes with cbor-x,
#   and only small integers.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  cbor-x@1.6.8 cborg@6.1.5 @levischuck/tiny-cbor@0.3.6

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { decodeCBOR, encodeCBOR } from '@levischuck/tiny-cbor'
import * as cborX from 'cbor-x'
import * as cborg from 'cborg'

const hex = (bytes) => Buffer.from(bytes).toString('hex')
const written = (value) => [cborX.encode(value), cborg.encode(value), encodeCBOR(value)].map(hex)
const read = (text) => {
  const bytes = Uint8Array.from(Buffer.from(text, 'hex'))
  return [cborX.decode(bytes), cborg.decode(bytes), decodeCBOR(bytes)]
}

const seen = {
  'write 2^32 - 1': written(2 ** 32 - 1),
  'write 2^32': written(2 ** 32),
  'write 5n': written(5n),
  'read 2^32': read('1b0000000100000000'),
}
console.log('cbor-x, cborg, tiny-cbor:', seen)
assert.deepEqual(seen, {
  'write 2^32 - 1': ['1affffffff', '1affffffff', '1affffffff'],
  'write 2^32': ['fb41f0000000000000', '1b0000000100000000', '1b0000000100000000'],
  'write 5n': ['1b0000000000000005', '05', '05'],
  'read 2^32': [4294967296n, 4294967296, 4294967296],
})
JS
node see.mjs

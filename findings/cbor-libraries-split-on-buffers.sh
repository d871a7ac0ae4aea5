#!/usr/bin/env bash
# cbor2 writes the Buffers that it has read as {type, data}, and cbor tags a Uint8Array: neither is a byte string.
#
# Expected: a Buffer is a Uint8Array, and both become a byte string (major type 2). To read a COSE key and to write it
#   again gives the same bytes, as all its lengths and keys are in the canonical form.
# Seen: cbor2 reads byte strings from a Buffer as Buffers, and writes a Buffer by its `toJSON`: a map of `type` and an array
#   of numbers, without an error. `cbor`, by the same author, writes a Buffer as a byte string and a Uint8Array with tag
#   64. Only the other class works in each. cborg writes both as byte strings.
# Versions: cbor2 2.3.0, cbor 10.0.12, cborg 6.1.5, Node 20.20.2.
# Why it matters: x and y of a COSE key are byte strings without a tag. A key that was copied through cbor2 from a Buffer,
#   or built for cbor from a Uint8Array, is refused by every verifier; the page's or the test's own decoder reads it well.
# Source: RFC 9052, section 7, and RFC 9053, section 7.1.1: x and y are bstr. Tag 64 is of RFC 8746.
# Latchkey: safe. It stores the key's bytes as they came, and makes its own keys with an encoder set to byte strings.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts cbor2@2.3.0 cbor@10.0.12 cborg@6.1.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import cbor from 'cbor'
import * as cbor2 from 'cbor2'
import * as cborg from 'cborg'

const hex = (bytes) => Buffer.from(bytes).toString('hex')
const written = (encode) => [hex(encode(new Uint8Array([1, 2]))), hex(encode(Buffer.from([1, 2])))]
const seen = { cbor2: written(cbor2.encode), cbor: written(cbor.encode), cborg: written(cborg.encode) }
console.log('Uint8Array, Buffer:', seen)
assert.deepEqual(seen, {
  cbor2: ['420102', `a2${hex(cbor2.encode('type')) + hex(cbor2.encode('Buffer')) + hex(cbor2.encode('data'))}820102`],
  cbor: ['d840420102', '420102'],
  cborg: ['420102', '420102'],
})

const key = `a5010203262001215820${'11'.repeat(32)}225820${'22'.repeat(32)}`
const again = {
  'cbor2, from a Uint8Array': hex(cbor2.encode(cbor2.decode(Uint8Array.from(Buffer.from(key, 'hex'))))) === key,
  'cbor2, from a Buffer': hex(cbor2.encode(cbor2.decode(Buffer.from(key, 'hex')))) === key,
  'cbor, from a Buffer': hex(cbor.encode(cbor.decode(Buffer.from(key, 'hex')))) === key,
  'cborg, from a Buffer': hex(cborg.encode(cborg.decode(Buffer.from(key, 'hex'), { useMaps: true }))) === key,
}
console.log('the same key again:', again)
assert.deepEqual(Object.values(again), [true, false, true, true])
JS
node see.mjs

#!/usr/bin/env bash
# In asn1js, the value of an INTEGER or ENUMERATED of four or more bytes is 0, and `AsnIntegerConverter` returns it as text.
#
# Expected: `valueBlock.valueDec` is the number, at least up to 2^31 - 1 or 2^53 - 1, or it throws.
# Seen: `valueDec` is the number up to three bytes, and 0 from four on, for 16,777,216 as for -1 in a padded form; `isHexOnly` is the
#   only sign. `toBigInt()` and `toString()` are right. `AsnIntegerConverter` of @peculiar/asn1-schema, which is the default for
#   INTEGER, returns a number for three bytes and a string for four.
# Versions: asn1js 4.0.0, @peculiar/asn1-schema 2.11.1.
# Why it matters: a date in milliseconds, a serial number, a TPM version or a list index that is compared with 0 passes as 0, and
#   `===` of the schema's value with a number is false from 2^24 on. Small test values show neither.
# Source: the typings call `valueDec` the integer's value as a number, without a limit.
# Latchkey: mended. The numbers of an Android key description have at most three bytes; a longer one is `android_key_invalid`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts asn1js@4.0.0 @peculiar/asn1-schema@2.11.1

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { AsnIntegerConverter } from '@peculiar/asn1-schema'
import { fromBER } from 'asn1js'

const seen = ['020200ff', '0203010000', '020401000000', '02050100000000', '0a0401000000'].map((hex) => {
  const { result } = fromBER(Buffer.from(hex, 'hex'))
  return [hex, result.valueBlock.valueDec, result.toBigInt(), AsnIntegerConverter.fromASN(result)]
})
console.log(seen)
assert.deepEqual(seen, [
  ['020200ff', 255, 255n, 255],
  ['0203010000', 65_536, 65_536n, 65_536],
  ['020401000000', 0, 16_777_216n, '16777216'],
  ['02050100000000', 0, 4_294_967_296n, '4294967296'],
  ['0a0401000000', 0, 16_777_216n, '16777216'],
])
JS
node see.mjs

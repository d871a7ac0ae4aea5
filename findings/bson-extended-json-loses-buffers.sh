#!/usr/bin/env bash
# EJSON.stringify of the BSON library writes a Buffer as an object of indexes, and rounds integers beyond 2^53.
#
# Expected: Extended JSON is made for the types that JSON lacks, and BSON's `serialize` stores a Buffer or Uint8Array as
#   Binary. So EJSON writes it as `$binary`, and a 64-bit integer as `$numberLong`, and `parse` restores both.
# Seen: a Buffer becomes {"0":1,"1":2}; only the class Binary becomes `$binary`. Documents read with `promoteBuffers`
#   have Buffers. Long and bigint become JSON numbers, without an error, and are rounded by `stringify` itself. With
#   `relaxed: false` they are exact; the Buffer is still an object of indexes.
# Versions: bson 7.3.4, Node 20.20.2.
# Why it matters: an export of passkeys through EJSON has public keys and credential ids that `EJSON.parse` and
#   mongoimport take for documents.
# Source: the relaxed form of integers is in the MongoDB Extended JSON specification; the form of a Buffer is in none.
# Latchkey: safe. The import reads `$binary` and objects of indexes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts bson@7.3.4

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Binary, deserialize, EJSON, Long, serialize } from 'bson'

const publicKey = Buffer.from([1, 2])
const stored = serialize({ publicKey })
const read = [deserialize(stored), deserialize(stored, { promoteBuffers: true })]
const written = read.map((document) => EJSON.stringify(document))
console.log('as Binary:', written[0])
console.log('as Buffer:', written[1])
assert.equal(written[0], '{"publicKey":{"$binary":{"base64":"AQI=","subType":"00"}}}')
assert.equal(written[1], '{"publicKey":{"0":1,"1":2}}')
assert.equal(EJSON.stringify({ publicKey }, { relaxed: false }), '{"publicKey":{"0":{"$numberInt":"1"},"1":{"$numberInt":"2"}}}')
assert.ok(EJSON.parse(written[0]).publicKey instanceof Binary)
assert.deepEqual(EJSON.parse(written[1]).publicKey, { 0: 1, 1: 2 })

const numbers = { long: Long.fromString('9007199254740993'), bigint: 9007199254740993n }
const relaxed = EJSON.stringify(numbers)
const canonical = EJSON.stringify(numbers, { relaxed: false })
console.log('2^53 + 1, relaxed:', relaxed)
console.log('2^53 + 1, canonical:', canonical)
assert.equal(relaxed, '{"long":9007199254740992,"bigint":9007199254740992}')
assert.equal(canonical, '{"long":{"$numberLong":"9007199254740993"},"bigint":{"$numberLong":"9007199254740993"}}')
JS
node see.mjs

#!/usr/bin/env bash
# A Mongoose path of type Buffer refuses a Uint8Array, in documents and in filters.
#
# Expected: a Buffer is a Uint8Array, the MongoDB driver stores both as Binary, and WebAuthn libraries return a public
#   key as Uint8Array. So a path `publicKey: Buffer` takes one.
# Seen: CastError, "Cast to Buffer failed". `Buffer.from(bytes)` works, and so do a plain array and the JSON of a Buffer.
#   A number is taken as well: it becomes one byte, its lowest. `toObject()` returns a Binary, which is no Uint8Array.
# Versions: mongoose 9.12.1, Node 20.20.2.
# Why it matters: `publicKey: registrationInfo.credential.publicKey` fails only when the first passkey is stored, and a
#   mistaken `publicKey: 300` does not fail.
# Source: not documented.
# Latchkey: not concerned. It has no adapter for Mongoose.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts mongoose@9.12.1

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import mongoose from 'mongoose'

const Passkey = mongoose.model('Passkey', new mongoose.Schema({ publicKey: Buffer }))

async function store(publicKey) {
  const passkey = new Passkey({ publicKey })
  try {
    await passkey.validate()
    return Buffer.from(passkey.publicKey).toString('hex')
  } catch (error) {
    return error.errors.publicKey.name
  }
}

const seen = {
  uint8array: await store(new Uint8Array([1, 2])),
  buffer: await store(Buffer.from([1, 2])),
  array: await store([1, 2]),
  json: await store(JSON.parse(JSON.stringify(Buffer.from([1, 2])))),
  number: await store(300),
}
console.log(seen)
assert.deepEqual(seen, { uint8array: 'CastError', buffer: '0102', array: '0102', json: '0102', number: '2c' })

const filter = { publicKey: new Uint8Array([1, 2]) }
assert.throws(() => new mongoose.Query().cast(Passkey, filter), { name: 'CastError' })
const { publicKey } = new Passkey({ publicKey: Buffer.from([1, 2]) }).toObject()
console.log('filter: CastError; toObject:', publicKey.constructor.name)
assert.deepEqual([publicKey.constructor.name, publicKey instanceof Uint8Array], ['Binary', false])
JS
node see.mjs

#!/usr/bin/env bash
# A JWK of Ed25519 as WebCrypto exports it does not verify a token whose header says EdDSA, in jose.
#
# Expected: `EdDSA` and the name that RFC 9864 gave it, `Ed25519`, are one algorithm for a key of that curve. A public key
#   exported with `crypto.subtle.exportKey('jwk', …)` can be published in a JWKS.
# Seen: the exported JWK has `alg: 'Ed25519'` in Node (in Deno it has no `alg`). jose then finds no key for a token with
#   `alg: 'EdDSA'`: ERR_JWKS_NO_MATCHING_KEY. Without the `alg` it verifies both. `algorithms: ['Ed25519']` refuses EdDSA
#   as well. jose's own `exportJWK` writes no `alg`.
# Versions: jose 6.2.17, Node 20.20.2. Node 22.23.3, 24.21.0 and 26.10.0 and Bun 1.4.5 export the same `alg`.
# Why it matters: most issuers sign with `EdDSA`. A JWKS made with WebCrypto refuses their tokens, and one whose `alg` is
#   set to `EdDSA` refuses those of issuers that follow RFC 9864.
# Source: RFC 9864 deprecates EdDSA; RFC 7517 section 4.4 makes `alg` the algorithm intended for the key.
# Latchkey: not concerned. It issues and verifies no JWT; receipts have Ed25519 keys as PEM.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts jose@6.2.17

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createLocalJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose'

const { publicKey, privateKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
const exported = await crypto.subtle.exportKey('jwk', publicKey)
const { alg, ...withoutAlg } = exported
const token = (name) => new SignJWT({}).setProtectedHeader({ alg: name }).sign(privateKey)
const verify = (key, name, options) => async () => jwtVerify(await token(name), key, options)
const outcome = (call) => call().then(() => 'verified', (error) => error.code)
const asSet = (jwk) => createLocalJWKSet({ keys: [jwk] })

const seen = {
  alg,
  'alg Ed25519, header EdDSA': await outcome(verify(asSet(exported), 'EdDSA')),
  'alg Ed25519, header Ed25519': await outcome(verify(asSet(exported), 'Ed25519')),
  'no alg, header EdDSA': await outcome(verify(asSet(withoutAlg), 'EdDSA')),
  'no alg, header Ed25519': await outcome(verify(asSet(withoutAlg), 'Ed25519')),
  'algorithms Ed25519, header EdDSA': await outcome(verify(publicKey, 'EdDSA', { algorithms: ['Ed25519'] })),
  'alg of exportJWK': (await exportJWK(publicKey)).alg,
}
console.log(seen)
assert.deepEqual(seen, {
  alg: 'Ed25519',
  'alg Ed25519, header EdDSA': 'ERR_JWKS_NO_MATCHING_KEY',
  'alg Ed25519, header Ed25519': 'verified',
  'no alg, header EdDSA': 'verified',
  'no alg, header Ed25519': 'verified',
  'algorithms Ed25519, header EdDSA': 'ERR_JOSE_ALG_NOT_ALLOWED',
  'alg of exportJWK': undefined,
})
JS
node --no-warnings see.mjs

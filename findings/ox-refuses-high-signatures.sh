#!/usr/bin/env bash
# ox refuses every second genuine passkey signature: `WebAuthnP256.verify` is false where s is in the upper half.
#
# Expected: a function made for passkeys takes what authenticators sign. ECDSA accepts s and n − s alike, WebAuthn says
#   nothing of a low s, and platforms do not make s low: half of their signatures are high.
# Seen: with `Signature.fromDerBytes`, `verify` is true where s ≤ n/2 and false where it is higher, without an error. With
#   s replaced by n − s it is true. ox's own `sign` replaces it in the page, so its signatures pass; another client's do not.
# Versions: ox 1.8.3, Node 20.20.2.
# Why it matters: a server that reads a standard AuthenticationResponseJSON with ox refuses half of the sign-ins, at
#   random: a test with one recorded response passes for ever. A retry helps, which hides the cause.
# Source: https://www.w3.org/TR/webauthn-3/#sctn-signature-attestation-types has ASN.1 DER and no low s; SEC 1, 4.1.4.
# Latchkey: safe. It verifies DER with OpenSSL or WebCrypto, which take both; its fallback is told that s may be high.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts ox@1.8.3

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { PublicKey, Signature, WebAuthnP256 } from 'ox'

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const hex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`
const sha256 = (data) => createHash('sha256').update(data).digest()

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { x, y } = keys.publicKey.export({ format: 'jwk' })
const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
const publicKey = PublicKey.fromHex(hex(point))

const challenge = Buffer.alloc(32, 7)
const authenticatorData = Buffer.concat([sha256('example.com'), Buffer.of(5, 0, 0, 0, 1)])
const clientDataJSON = JSON.stringify({
  type: 'webauthn.get',
  challenge: challenge.toString('base64url'),
  origin: 'https://example.com',
})
const metadata = { authenticatorData: hex(authenticatorData), clientDataJSON }
const data = Buffer.concat([authenticatorData, sha256(clientDataJSON)])

const accepts = (signature) => WebAuthnP256.verify({ challenge: hex(challenge), publicKey, signature, metadata })
const seen = { low: [], high: [] }
while (seen.low.length < 8 || seen.high.length < 8) {
  const der = sign('sha256', data, keys.privateKey)
  const signature = Signature.fromDerBytes(new Uint8Array(der))
  const s = BigInt(signature.s)
  const isHigh = s > order / 2n
  seen[isHigh ? 'high' : 'low'].push(accepts(signature))
  assert.ok(verify('sha256', data, keys.publicKey, der))
  if (isHigh) {
    const lowered = hex(Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex'))
    assert.ok(accepts({ ...signature, s: lowered }))
  }
}
console.log(seen)
assert.ok(seen.low.every((accepted) => accepted === true))
assert.ok(seen.high.every((accepted) => accepted === false))
JS
node see.mjs

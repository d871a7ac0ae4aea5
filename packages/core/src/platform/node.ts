import * as crypto from 'node:crypto'
import { encodeBase64url } from '@latchkey/wire'
import { algorithms, curves } from '../algorithms.js'
import type { CoseKey } from '../parse/cose-key.js'
import type { Platform, SealingKey, VerificationKey } from './platform.js'

const nonceBytes = 12
const tagBytes = 16

/** The platform of Node, on its own OpenSSL. */
export const platform: Platform = {
  randomBytes: (length) => new Uint8Array(crypto.randomBytes(length)),
  sha256: (data) => new Uint8Array(crypto.hash('sha256', data, 'buffer')),
  hmacSha256: (key, data) => new Uint8Array(crypto.createHmac('sha256', key).update(data).digest()),
  equal: (left, right) => left.length === right.length && crypto.timingSafeEqual(left, right),

  async importKey(key) {
    try {
      return asVerificationKey(await toKeyObject(key))
    } catch {
      return undefined
    }
  },

  verify(key, algorithm, data, signature) {
    const row = algorithms.get(algorithm)
    return row !== undefined && crypto.verify(row.hash, data, asKeyObject(key), signature)
  },

  deriveSealingKey(secret, info) {
    const bytes = crypto.hkdfSync('sha256', secret, new Uint8Array(0), info, 32)
    return asSealingKey(crypto.createSecretKey(new Uint8Array(bytes)))
  },

  seal(key, plaintext, context) {
    const nonce = crypto.randomBytes(nonceBytes)
    const cipher = crypto.createCipheriv('aes-256-gcm', asKeyObject(key), nonce).setAAD(context)
    const ciphertext = [cipher.update(plaintext), cipher.final()]
    return new Uint8Array(Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]))
  },

  open(key, sealed, context) {
    if (sealed.length < nonceBytes + tagBytes) return undefined
    const nonce = sealed.subarray(0, nonceBytes)
    const ciphertext = sealed.subarray(nonceBytes, -tagBytes)
    const decipher = crypto.createDecipheriv('aes-256-gcm', asKeyObject(key), nonce, { authTagLength: tagBytes })
    decipher.setAAD(context).setAuthTag(sealed.subarray(-tagBytes))
    try {
      return new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
    } catch {
      return undefined
    }
  },
}

/** EC points go through WebCrypto's raw import: in OpenSSL 3.0 SPKI and JWK cost twice the time. */
async function toKeyObject(key: CoseKey): Promise<crypto.KeyObject> {
  if (key.keyType === 'RSA') {
    return fromJwk({ kty: 'RSA', n: encodeBase64url(key.modulus), e: encodeBase64url(key.exponent) })
  }
  const curve = curves.get(key.curve)?.name ?? 'unknown'
  if (key.keyType === 'OKP') return fromJwk({ kty: 'OKP', crv: curve, x: encodeBase64url(key.x) })
  const point = new Uint8Array([4, ...key.x, ...key.y])
  const imported = crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: curve }, true, ['verify'])
  return crypto.KeyObject.from(await imported)
}

function fromJwk(key: crypto.JsonWebKey): crypto.KeyObject {
  return crypto.createPublicKey({ key, format: 'jwk' })
}

/** The opaque keys of the interface are Node's KeyObjects; nobody else makes one. */
const asVerificationKey = (key: unknown): VerificationKey => key as VerificationKey
const asSealingKey = (key: unknown): SealingKey => key as SealingKey
const asKeyObject = (key: unknown): crypto.KeyObject => key as crypto.KeyObject

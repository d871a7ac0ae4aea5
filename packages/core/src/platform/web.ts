import { algorithms, type Hash } from '../algorithms.js'
import type { CoseKey } from '../cose-key.js'
import { parseEcdsaSignature } from '../webauthn/parse/ecdsa-signature.js'
import { sameBytes } from './constant-time.js'
import type { Platform, SealingKey, SignatureScheme, SignedData, VerificationKey } from './platform.js'
import { importSoftwareKey, importSoftwareKeyOnce, type SoftwareKey } from './software-keys.js'
import { type CryptoKey, importWebKey, type WebKey, webHashes } from './web-keys.js'

const nonceBytes = 12
const tagBytes = 16
const nothing = new Uint8Array(0)

/**
 * The platform of runtimes without Node's OpenSSL: the Web Cryptography API, which Cloudflare Workers, Deno, Bun, Node
 * and browsers have. Missing algorithms run in software.
 *
 * @see https://w3c.github.io/webcrypto/
 */
export const platform: Platform = {
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  sha256: (data) => digest('sha256', typeof data === 'string' ? new TextEncoder().encode(data) : data),
  digest,
  concatenate,
  equal: sameBytes,

  async hmacSha256(key, data) {
    // The API refuses an empty key; HMAC pads a short one with zeros, so a zero means the same.
    const bytes = key.length === 0 ? new Uint8Array(1) : key
    const imported = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data))
  },

  async importKey(key) {
    return asVerificationKey((await importOrdinaryKey(key)) ?? (await importSoftwareKey(key)))
  },

  async verify(key, _algorithm, data, signature) {
    return verify(asPublicKey(key), { data, signature })
  },

  async verifyOnce(key, scheme, signed) {
    if (key.keyType === 'RSA' && signed.signature.length !== key.modulus.length) return false
    const ready = (await importWebKey(key, scheme)) ?? (await importSoftwareKeyOnce(key))
    return ready !== undefined && verify(ready, signed, scheme.encoding)
  },

  async signEd25519(privateKeyInfo, data) {
    const key = await crypto.subtle.importKey('pkcs8', privateKeyInfo, 'Ed25519', false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('Ed25519', key, data))
  },

  async deriveSealingKey(secret, info) {
    const derivation = { name: 'HKDF', hash: 'SHA-256', salt: nothing, info: new TextEncoder().encode(info) }
    const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
    const use = { name: 'AES-GCM', length: 256 }
    return asSealingKey(await crypto.subtle.deriveKey(derivation, material, use, false, ['encrypt', 'decrypt']))
  },

  async seal(key, plaintext, context) {
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const sealed = await crypto.subtle.encrypt(aesGcm(nonce, context), asCryptoKey(key), plaintext)
    return concatenate(nonce, new Uint8Array(sealed))
  },

  async open(key, sealed, context) {
    if (sealed.length < nonceBytes + tagBytes) return undefined
    const how = aesGcm(sealed.subarray(0, nonceBytes), context)
    try {
      return new Uint8Array(await crypto.subtle.decrypt(how, asCryptoKey(key), sealed.subarray(nonceBytes)))
    } catch {
      return undefined
    }
  },
}

function aesGcm(iv: Uint8Array, additionalData: Uint8Array) {
  return { name: 'AES-GCM', iv, additionalData, tagLength: tagBytes * 8 }
}

async function digest(hash: Hash, data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(webHashes[hash].name, data))
}

function concatenate(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}

/** The key of a credential, unless its algorithm is not in this API. */
async function importOrdinaryKey(key: CoseKey): Promise<WebKey | undefined> {
  const row = algorithms.get(key.algorithm)
  if (!row || key.keyType === 'AKP' || row.keyType !== key.keyType) return undefined
  const hash = 'hash' in row ? row.hash : null
  const isPss = row.keyType === 'RSA' && row.padding === 'PSS'
  return importWebKey(key, isPss ? { hash, padding: 'PSS' } : { hash })
}

async function verify(
  key: WebKey | SoftwareKey,
  { data, signature }: SignedData,
  encoding?: SignatureScheme['encoding'],
): Promise<boolean> {
  if ('verify' in key) return key.verify(data, signature)
  const { cryptoKey, parameters, coordinateBytes } = key
  const isDer = coordinateBytes !== undefined && encoding !== 'raw'
  const raw = isDer ? toRawSignature(signature, coordinateBytes) : signature
  // Some runtimes throw for a signature of another length.
  return raw !== undefined && crypto.subtle.verify(parameters, cryptoKey, raw, data).catch(() => false)
}

/** Both numbers of a DER signature, each filled to the length of a coordinate. */
function toRawSignature(der: Uint8Array, coordinateBytes: number): Uint8Array | undefined {
  const numbers = parseEcdsaSignature(der)
  if (!numbers || numbers.r.length > coordinateBytes || numbers.s.length > coordinateBytes) return undefined
  const raw = new Uint8Array(2 * coordinateBytes)
  raw.set(numbers.r, coordinateBytes - numbers.r.length)
  raw.set(numbers.s, raw.length - numbers.s.length)
  return raw
}

/** The opaque keys of the interface are keys of the API or software keys. Only this file creates them. */
const asVerificationKey = (key: unknown): VerificationKey | undefined => key as VerificationKey | undefined
const asPublicKey = (key: unknown): WebKey | SoftwareKey => key as WebKey | SoftwareKey
const asSealingKey = (key: unknown): SealingKey => key as SealingKey
const asCryptoKey = (key: unknown): CryptoKey => key as CryptoKey

import * as crypto from 'node:crypto'
import { encodeBase64url } from '@latchkey/wire'
import { algorithms, curves, type Hash } from '../algorithms.js'
import type { CoseKey, PublicKey } from '../cose-key.js'
import type { Platform, SealingKey, SignatureScheme, VerificationKey } from './platform.js'
import { importSoftwareKey, importSoftwareKeyOnce, type SoftwareKey } from './software-keys.js'

const nonceBytes = 12
const tagBytes = 16

/** The Node platform, on its own OpenSSL. Missing algorithms run in software. */
export const platform: Platform = {
  randomBytes,
  // Converts to a string and back: OpenSSL fills a buffer outside of the heap, which costs more than the hash.
  sha256: (data) => new Uint8Array(Buffer.from(crypto.hash('sha256', data, 'binary'), 'binary')),
  digest: (hash, data) => viewOf(crypto.hash(hash, data, 'buffer')),
  hmacSha256: (key, data) => new Uint8Array(crypto.createHmac('sha256', key).update(data).digest()),
  concatenate: (left, right) => viewOf(Buffer.concat([left, right])),
  equal: (left, right) => left.length === right.length && crypto.timingSafeEqual(left, right),

  async importKey(key) {
    return asVerificationKey((await importNatively(key)) ?? (await importSoftwareKey(key)))
  },

  verify(key, algorithm, data, signature) {
    const ready = asPublicKey(key)
    if (!(ready instanceof crypto.KeyObject)) return ready.verify(data, signature)
    const how = howToVerify.get(algorithm)
    if (!how) return false
    const { hash, padding } = how
    return crypto.verify(hash, data, padding === undefined ? ready : { key: ready, ...padding }, signature)
  },

  async verifyOnce(key, scheme, { data, signature }) {
    // OpenSSL fills a shorter one of RSA-PSS with zeros.
    if (key.keyType === 'RSA' && signature.length !== key.modulus.length) return false
    const ready = (await importNatively(key)) ?? (await importSoftwareKeyOnce(key))
    if (ready === undefined) return false
    if (!(ready instanceof crypto.KeyObject)) return ready.verify(data, signature)
    return crypto.verify(scheme.hash, data, { key: ready, ...signingOptions(scheme) }, signature)
  },

  signEd25519(privateKeyInfo, data) {
    const key = crypto.createPrivateKey({ key: Buffer.from(privateKeyInfo), format: 'der', type: 'pkcs8' })
    return new Uint8Array(crypto.sign(null, data, key))
  },

  deriveSealingKey(secret, info) {
    const bytes = crypto.hkdfSync('sha256', secret, new Uint8Array(0), info, 32)
    return asSealingKey(crypto.createSecretKey(new Uint8Array(bytes)))
  },

  seal(key, plaintext, context) {
    const nonce = randomBytes(nonceBytes)
    const cipher = crypto.createCipheriv('aes-256-gcm', asKeyObject(key), nonce).setAAD(context)
    const ciphertext = [cipher.update(plaintext), cipher.final()]
    return viewOf(Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]))
  },

  open(key, sealed, context) {
    if (sealed.length < nonceBytes + tagBytes) return undefined
    const nonce = sealed.subarray(0, nonceBytes)
    const ciphertext = sealed.subarray(nonceBytes, -tagBytes)
    const decipher = crypto.createDecipheriv('aes-256-gcm', asKeyObject(key), nonce, { authTagLength: tagBytes })
    decipher.setAAD(context).setAuthTag(sealed.subarray(-tagBytes))
    try {
      const plaintext = decipher.update(ciphertext)
      // Throws for a wrong tag; this mode has no bytes left.
      decipher.final()
      return viewOf(plaintext)
    } catch {
      return undefined
    }
  },
}

const drawn = new Uint8Array(4096)
let unused = 0

/** Bytes that were drawn with many others, because a call of OpenSSL costs more than they do. Each is given out once. */
function randomBytes(length: number): Uint8Array {
  if (length > drawn.length) return new Uint8Array(crypto.randomBytes(length))
  if (length > unused) {
    crypto.randomFillSync(drawn)
    unused = drawn.length
  }
  const bytes = drawn.slice(unused - length, unused)
  drawn.fill(0, unused - length, unused)
  unused -= length
  return bytes
}

function signingOptions({ padding, encoding }: SignatureScheme): crypto.SigningOptions {
  const { RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = crypto.constants
  return {
    ...(padding === 'PSS' ? { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST } : {}),
    ...(encoding === 'raw' ? { dsaEncoding: 'ieee-p1363' } : {}),
  }
}

/** The same bytes without Buffer's own methods, some of which differ from those of Uint8Array. */
function viewOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}

interface HowToVerify {
  readonly hash: Hash | null
  /** OpenSSL needs the PSS salt length: RFC 8230 makes the salt as long as the hash. */
  readonly padding?: { readonly padding: number; readonly saltLength: number }
}

const pss = { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST }

const howToVerify: ReadonlyMap<number, HowToVerify> = new Map(
  [...algorithms].map(([number, row]): [number, HowToVerify] => {
    const hash = 'hash' in row ? row.hash : null
    return [number, row.keyType === 'RSA' && row.padding === 'PSS' ? { hash, padding: pss } : { hash }]
  }),
)

/** The key as an OpenSSL key. Undefined if it is invalid or this OpenSSL does not support its algorithm. */
async function importNatively(key: CoseKey | PublicKey): Promise<crypto.KeyObject | undefined> {
  try {
    return await toKeyObject(key)
  } catch {
    return undefined
  }
}

async function toKeyObject(key: CoseKey | PublicKey): Promise<crypto.KeyObject | undefined> {
  switch (key.keyType) {
    case 'RSA':
      return fromJwk({ kty: 'RSA', n: encodeBase64url(key.modulus), e: encodeBase64url(key.exponent) })
    case 'OKP':
      return fromJwk({ kty: 'OKP', crv: curveName(key.curve), x: encodeBase64url(key.x) })
    case 'AKP':
      return fromMlDsaBytes(key.algorithm, key.publicKey)
    case 'EC2':
      return fromPoint(curveName(key.curve), key)
  }
}

function curveName(curve: number): string {
  return curves.get(curve)?.name ?? 'unknown'
}

/** OpenSSL multiplies a JWK's point by the order of its curve. On these curves that is as fast as WebCrypto. */
const quickerAsJwk: ReadonlySet<string> = new Set(['P-256', 'secp256k1'])

/** WebCrypto's raw import, where it is faster: in OpenSSL 3.0 SPKI takes twice as long. It has no secp256k1. */
async function fromPoint(curve: string, { x, y }: CurvePoint): Promise<crypto.KeyObject> {
  if (quickerAsJwk.has(curve)) {
    return fromJwk({ kty: 'EC', crv: curve, x: encodeBase64url(x), y: encodeBase64url(y) })
  }
  const point = new Uint8Array(1 + x.length + y.length)
  point[0] = 4
  point.set(x, 1)
  point.set(y, 1 + x.length)
  const imported = crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: curve }, true, ['verify'])
  return crypto.KeyObject.from(await imported)
}

/** The numbers of a point. */
interface CurvePoint {
  readonly x: Uint8Array
  readonly y: Uint8Array
}

function fromJwk(key: crypto.JsonWebKey): crypto.KeyObject {
  return crypto.createPublicKey({ key, format: 'jwk' })
}

/** Name in OpenSSL, and last byte of the object identifier 2.16.840.1.101.3.4.3.x, by COSE number. */
const mlDsa: ReadonlyMap<number, { readonly name: string; readonly identifier: number }> = new Map([
  [-48, { name: 'ml-dsa-44', identifier: 0x11 }],
  [-49, { name: 'ml-dsa-65', identifier: 0x12 }],
  [-50, { name: 'ml-dsa-87', identifier: 0x13 }],
])

/**
 * The bytes as SubjectPublicKeyInfo, RFC 9881. An OpenSSL without ML-DSA refuses it. Some versions of Node read it
 * without knowing the algorithm; then this returns undefined.
 */
function fromMlDsaBytes(algorithm: number, publicKey: Uint8Array): crypto.KeyObject | undefined {
  const row = mlDsa.get(algorithm)
  if (!row) return undefined
  const identifier = [0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, row.identifier]
  const bits = [0x03, 0x82, ...uint16(publicKey.length + 1), 0x00]
  const length = identifier.length + bits.length + publicKey.length
  const der = Buffer.from([0x30, 0x82, ...uint16(length), ...identifier, ...bits, ...publicKey])
  const key = crypto.createPublicKey({ key: der, format: 'der', type: 'spki' })
  return (key.asymmetricKeyType as string | undefined) === row.name ? key : undefined
}

function uint16(value: number): [number, number] {
  return [value >> 8, value & 0xff]
}

/** The opaque keys of the interface are Node's KeyObjects or software keys. Only this file creates them. */
const asVerificationKey = (key: unknown): VerificationKey | undefined => key as VerificationKey | undefined
const asPublicKey = (key: unknown): crypto.KeyObject | SoftwareKey => key as crypto.KeyObject | SoftwareKey
const asSealingKey = (key: unknown): SealingKey => key as SealingKey
const asKeyObject = (key: unknown): crypto.KeyObject => key as crypto.KeyObject

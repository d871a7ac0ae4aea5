import { encodeBase64url } from '@latchkey/wire'
import { curves, type Hash } from '../algorithms.js'
import type { PublicKey } from '../cose-key.js'
import type { SignatureScheme } from './platform.js'

/** The global type of this name is missing where only Node's types are. */
export type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** A public key of the Web Cryptography API for one signature scheme. */
export interface WebKey {
  readonly cryptoKey: CryptoKey
  /** What `verify` takes beside the key. */
  readonly parameters: KeyParameters
  /** For ECDSA: the bytes of each of the two numbers of a signature. */
  readonly coordinateBytes?: number
}

interface KeyParameters {
  readonly name: string
  readonly hash?: string
  readonly namedCurve?: string
  readonly saltLength?: number
}

/** The hashes by their names in the Web Cryptography API, and the length of each in bytes. */
export const webHashes = {
  sha1: { name: 'SHA-1', length: 20 },
  sha256: { name: 'SHA-256', length: 32 },
  sha384: { name: 'SHA-384', length: 48 },
  sha512: { name: 'SHA-512', length: 64 },
} as const satisfies Record<Hash, { readonly name: string; readonly length: number }>

/** The key, or undefined if it is invalid or this runtime does not support its algorithm. */
export async function importWebKey(key: PublicKey, scheme: SignatureScheme): Promise<WebKey | undefined> {
  try {
    return await toWebKey(key, scheme)
  } catch {
    return undefined
  }
}

async function toWebKey(key: PublicKey, { hash, padding }: SignatureScheme): Promise<WebKey> {
  const hashed = hash === null ? {} : { hash: webHashes[hash].name }
  switch (key.keyType) {
    case 'EC2': {
      const { name: namedCurve, coordinateBytes } = curves.get(key.curve) ?? { name: 'unknown', coordinateBytes: 0 }
      const parameters = { name: 'ECDSA', namedCurve, ...hashed }
      const point = new Uint8Array([4, ...key.x, ...key.y])
      return { cryptoKey: await importKey('raw', point, parameters), parameters, coordinateBytes }
    }
    case 'OKP': {
      const parameters = { name: curves.get(key.curve)?.name ?? 'unknown' }
      return { cryptoKey: await importKey('raw', key.x, parameters), parameters }
    }
    case 'RSA': {
      const saltLength = hash === null ? 0 : webHashes[hash].length
      const parameters =
        padding === 'PSS' ? { name: 'RSA-PSS', saltLength, ...hashed } : { name: 'RSASSA-PKCS1-v1_5', ...hashed }
      const jwk = { kty: 'RSA', n: encodeBase64url(key.modulus), e: encodeBase64url(key.exponent) }
      return { cryptoKey: await crypto.subtle.importKey('jwk', jwk, parameters, false, ['verify']), parameters }
    }
  }
}

function importKey(format: 'raw', bytes: Uint8Array, parameters: KeyParameters): Promise<CryptoKey> {
  return crypto.subtle.importKey(format, bytes, parameters, false, ['verify'])
}

import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key pair that signs statements or certificates. */
export interface AttestationKey {
  /** COSE number. */
  readonly algorithm: number
  /** DER. */
  readonly subjectPublicKeyInfo: Uint8Array
  /** In the form that WebAuthn requires for the algorithm. */
  sign(bytes: Uint8Array): Uint8Array
  /** In the form of JOSE: r and s concatenated for ECDSA. */
  signForJose(bytes: Uint8Array): Uint8Array
}

interface KeyRow {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | null
  make(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
}

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

const rows: ReadonlyMap<number, KeyRow> = new Map<number, KeyRow>([
  [-7, { hash: 'sha256', make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }) }],
  [-35, { hash: 'sha384', make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }) }],
  [-8, { hash: null, make: () => generateKeyPairSync('ed25519') }],
  [-257, { hash: 'sha256', make: rsa }],
  [-65535, { hash: 'sha1', make: rsa }],
])

/**
 * A new key that statements can be signed with: ES256 -7, ES384 -35, EdDSA -8, RS256 -257 or RS1 -65535.
 *
 * @throws {TypeError} for another algorithm.
 */
export function createAttestationKey(algorithm = -7): AttestationKey {
  const row = rows.get(algorithm)
  if (!row) throw new TypeError(`There is no attestation key for algorithm ${algorithm} here.`)
  const { publicKey, privateKey } = row.make()
  const options = { key: privateKey, padding: constants.RSA_PKCS1_PADDING }
  const key = privateKey.asymmetricKeyType === 'rsa' ? options : { key: privateKey }
  return {
    algorithm,
    subjectPublicKeyInfo: Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' })),
    sign: (bytes) => Uint8Array.from(sign(row.hash, bytes, key)),
    signForJose: (bytes) => Uint8Array.from(sign(row.hash, bytes, { ...key, dsaEncoding: 'ieee-p1363' })),
  }
}

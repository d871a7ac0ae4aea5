import { type CredentialId, encodeBase64url } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import { type CborMap, type CborRules, type CborValue, decodeCborItem, decodeCborMap } from './cbor.js'
import { keyRules } from './cose-key.js'
import { toHexadecimal } from './hexadecimal.js'

/** @see https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array
  readonly userPresent: boolean
  readonly userVerified: boolean
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly signCount: number
  readonly attestedCredential: AttestedCredential | undefined
  readonly extensions: CborMap | undefined
}

export interface AttestedCredential {
  /** As a UUID. */
  readonly aaguid: string
  readonly id: CredentialId
  /** The length of the credential id in bytes, before base64url encoding. */
  readonly idLength: number
  /** The COSE key, byte for byte. */
  readonly publicKey: Uint8Array
  /** The same key, decoded. */
  readonly decodedKey: CborValue
}

const flag = {
  userPresent: 1,
  userVerified: 4,
  backupEligible: 8,
  backedUp: 16,
  attested: 64,
  extensions: 128,
} as const
const headerBytes = 37

const extensionRules: CborRules = { code: 'malformed_authenticator_data', depth: 4, keys: 'canonical' }

/** Printable ASCII without quotation marks and backslashes: https://www.w3.org/TR/webauthn-3/#sctn-extension-id */
const extensionIdentifier = /^[!#-[\]-~]{1,32}$/

/**
 * Parses authenticator data to its last byte. The flags announce what follows the header, and exactly that must follow.
 * Reserved bits are ignored. Attested data in an assertion is parsed and has no meaning.
 *
 * @throws {PasskeyError} `malformed_authenticator_data`, `malformed_public_key`
 */
export function parseAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  // Data that is shorter than its header fails the check at the end.
  const flags = bytes[32] ?? 0
  const attested = (flags & flag.attested) !== 0 ? readAttestedCredential(bytes) : undefined
  const end = attested?.end ?? headerBytes
  const extensions = (flags & flag.extensions) !== 0 ? readExtensions(bytes.subarray(end)) : undefined
  if (!extensions && end !== bytes.length) throw new PasskeyError('malformed_authenticator_data')
  return {
    rpIdHash: bytes.slice(0, 32),
    userPresent: (flags & flag.userPresent) !== 0,
    userVerified: (flags & flag.userVerified) !== 0,
    backupEligible: (flags & flag.backupEligible) !== 0,
    backedUp: (flags & flag.backedUp) !== 0,
    signCount: new DataView(bytes.buffer, bytes.byteOffset).getUint32(33),
    attestedCredential: attested?.credential,
    extensions,
  }
}

function readAttestedCredential(bytes: Uint8Array): { credential: AttestedCredential; end: number } {
  const startOfId = headerBytes + 18
  if (bytes.length < startOfId) throw new PasskeyError('malformed_authenticator_data')
  const idLength = new DataView(bytes.buffer, bytes.byteOffset).getUint16(headerBytes + 16)
  const startOfKey = startOfId + idLength
  if (startOfKey >= bytes.length) throw new PasskeyError('malformed_authenticator_data')
  const { value, end } = decodeCborItem(bytes, startOfKey, keyRules)
  const credential = {
    aaguid: toUuid(bytes.subarray(headerBytes, headerBytes + 16)),
    id: encodeBase64url(bytes.subarray(startOfId, startOfKey)) as CredentialId,
    idLength,
    publicKey: bytes.slice(startOfKey, end),
    decodedKey: value,
  }
  return { credential, end }
}

function readExtensions(bytes: Uint8Array): CborMap {
  const extensions = decodeCborMap(bytes, extensionRules)
  for (const identifier of extensions.keys()) {
    if (typeof identifier !== 'string' || !extensionIdentifier.test(identifier)) {
      throw new PasskeyError('malformed_authenticator_data')
    }
  }
  return extensions
}

function toUuid(bytes: Uint8Array): string {
  const text = toHexadecimal(bytes)
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

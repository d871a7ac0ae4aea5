import { encodeCbor } from './encode-cbor.js'
import type { CoseKey } from './signing-key.js'

/**
 * The bits of the flags byte.
 *
 * @see https://www.w3.org/TR/webauthn-3/#authdata-flags
 */
export const authenticatorFlags = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attestedCredentialData: 0x40,
  extensionData: 0x80,
} as const

/** An authenticator's data about a new credential. */
export interface AttestedCredentialData {
  readonly aaguid: Uint8Array
  readonly credentialId: Uint8Array
  readonly publicKey: CoseKey
}

/**
 * The authenticator data of every ceremony. Each part is written as given, in the order of section 6.1; nothing is
 * derived, so a flag can be set without the part it announces.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data
 */
export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array
  /** The flags byte; {@link authenticatorFlags} names its bits. */
  readonly flags: number
  readonly signCount: number
}

/** The authenticator data of a registration. */
export interface RegistrationAuthenticatorData extends AuthenticatorData {
  readonly attestedCredentialData: AttestedCredentialData
}

/** Attested credential data that need not be true. */
export interface AttestedCredentialDataLie {
  readonly aaguid: Uint8Array
  /** The length field. Default: the real length of the credential id. */
  readonly credentialIdLength?: number | undefined
  readonly credentialId: Uint8Array
  /** A map is written with its members in their order; bytes are written unchanged. */
  readonly publicKey: ReadonlyMap<unknown, unknown> | Uint8Array
}

/** Authenticator data that need not be true. */
export interface AuthenticatorDataLie extends AuthenticatorData {
  readonly attestedCredentialData?: AttestedCredentialDataLie | undefined
  /** A map is written with its members in their order; bytes are written unchanged. You set the ED flag yourself. */
  readonly extensions?: ReadonlyMap<unknown, unknown> | Uint8Array | undefined
  /** Bytes after the end. */
  readonly trailing?: Uint8Array | undefined
}

/** The bytes of the authenticator data; bytes are returned unchanged. */
export function encodeAuthenticatorData(data: AuthenticatorDataLie | Uint8Array): Uint8Array<ArrayBuffer> {
  if (data instanceof Uint8Array) return Uint8Array.from(data)
  const head = new Uint8Array(5)
  const view = new DataView(head.buffer)
  view.setUint8(0, data.flags)
  view.setUint32(1, data.signCount)
  const attested = data.attestedCredentialData
  return concatenate([
    data.rpIdHash,
    head,
    ...(attested ? attestedCredentialDataParts(attested) : []),
    ...(data.extensions ? [cborOrBytes(data.extensions)] : []),
    data.trailing ?? new Uint8Array(),
  ])
}

function attestedCredentialDataParts(attested: AttestedCredentialDataLie): Uint8Array[] {
  const length = new Uint8Array(2)
  new DataView(length.buffer).setUint16(0, attested.credentialIdLength ?? attested.credentialId.length)
  return [attested.aaguid, length, attested.credentialId, cborOrBytes(attested.publicKey)]
}

function cborOrBytes(value: ReadonlyMap<unknown, unknown> | Uint8Array): Uint8Array {
  return value instanceof Uint8Array ? value : encodeCbor(value)
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts))
}

import { encodeCbor } from './encode-cbor.js'
import type { SigningKey } from './signing-key.js'

/** An attestation statement and the name of its format. */
export interface AttestationStatement {
  readonly fmt: string
  readonly attStmt: ReadonlyMap<string, unknown>
}

/** What a statement is made from; a certified format finds its subject here, and brings its own key and certificates. */
export interface AttestationInput {
  /** The authenticator data followed by the hash of the client data. */
  readonly signedBytes: Uint8Array
  readonly credentialKey: SigningKey
}

/** The attestation object, in the order in which authenticators write it. */
export interface AttestationObject extends AttestationStatement {
  readonly authData: Uint8Array
}

/**
 * An attestation object that need not be true: the three members with any values that CBOR can carry, a map of other
 * members or in another order, or bytes.
 */
export type AttestationObjectLie =
  | { readonly fmt: unknown; readonly attStmt: unknown; readonly authData: unknown }
  | ReadonlyMap<unknown, unknown>
  | Uint8Array

/**
 * The attestation statements that an authenticator can make, by the name of the choice. A new one is a row.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-defined-attestation-formats
 */
export const attestationMakers = {
  none: () => ({ fmt: 'none', attStmt: new Map() }),
  self: ({ signedBytes, credentialKey }) => ({
    fmt: 'packed',
    attStmt: new Map<string, unknown>([
      ['alg', credentialKey.algorithm],
      ['sig', credentialKey.sign(signedBytes)],
    ]),
  }),
} as const satisfies Readonly<Record<string, (input: AttestationInput) => AttestationStatement>>

/** The attestation that an authenticator gives: none, or packed and signed with the credential's own key. */
export type AttestationKind = keyof typeof attestationMakers

/** The bytes of the attestation object; what is given as bytes stays as it is. */
export function encodeAttestationObject(attestation: AttestationObjectLie): Uint8Array<ArrayBuffer> {
  if (attestation instanceof Uint8Array) return Uint8Array.from(attestation)
  if (!('authData' in attestation)) return encodeCbor(attestation)
  const { fmt, attStmt, authData } = attestation
  const members: [string, unknown][] = [
    ['fmt', fmt],
    ['attStmt', attStmt],
    ['authData', authData],
  ]
  return encodeCbor(new Map(members))
}

import { makeAndroidKey } from '../attestation/statements/android-key.js'
import { makeAndroidSafetynet } from '../attestation/statements/android-safetynet.js'
import { makeApple } from '../attestation/statements/apple.js'
import { makeCompound } from '../attestation/statements/compound.js'
import { makeFidoU2f } from '../attestation/statements/fido-u2f.js'
import { makePacked } from '../attestation/statements/packed.js'
import type { AttestationStatement, StatementInput } from '../attestation/statements/statement-input.js'
import { makeTpm } from '../attestation/statements/tpm.js'
import { encodeCbor } from './encode-cbor.js'

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
  packed: makePacked,
  tpm: makeTpm,
  'android-key': makeAndroidKey,
  'android-safetynet': makeAndroidSafetynet,
  apple: makeApple,
  'fido-u2f': makeFidoU2f,
  compound: makeCompound,
} as const satisfies Readonly<Record<string, (input: StatementInput) => AttestationStatement>>

/**
 * The attestation that an authenticator returns: none, `self` (packed, signed with the credential's own key), or one
 * with certificates, by its format.
 */
export type AttestationKind = keyof typeof attestationMakers

/** The bytes of the attestation object; bytes are returned unchanged. */
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

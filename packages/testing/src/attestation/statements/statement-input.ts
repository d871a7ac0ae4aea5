import type { SigningKey } from '../../authenticator/signing-key.js'
import type { AttestationAuthority } from '../attestation-authority.js'
import type { AttestationKey } from '../attestation-key.js'
import type { StatementTamper } from '../statement-tamper.js'

/** The input of a certified statement. */
export interface StatementInput {
  /** The authenticator data followed by the hash of the client data. */
  readonly signedBytes: Uint8Array
  readonly clientDataHash: Uint8Array
  readonly rpIdHash: Uint8Array
  readonly credentialId: Uint8Array
  readonly aaguid: Uint8Array
  readonly credentialKey: SigningKey
  /** The key that signs statements of most formats. */
  readonly attestationKey: AttestationKey
  readonly authority: AttestationAuthority
  readonly tamper: StatementTamper
}

/** An attestation statement and the name of its format; that of a compound one is a list. */
export interface AttestationStatement {
  readonly fmt: string
  readonly attStmt: ReadonlyMap<string, unknown> | readonly unknown[]
}

/** `x5c` for the statement. */
export function chainOf(
  { authority, tamper }: StatementInput,
  wanted: Parameters<AttestationAuthority['issue']>[0],
): readonly unknown[] {
  const chain = authority.issue(wanted, tamper)
  return tamper.chain?.(chain) ?? chain
}

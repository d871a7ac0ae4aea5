import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@latchkey/wire'
import type { StatementTamper } from '../attestation/statement-tamper.js'
import type { AttestationObject, AttestationObjectLie } from './attestation.js'
import type { AuthenticatorData, AuthenticatorDataLie, RegistrationAuthenticatorData } from './authenticator-data.js'
import type { ClientData, ClientDataLie } from './client-data.js'
import type { SigningKey } from './signing-key.js'

/** Lies in the two things that a signature covers. */
export interface SignedParts<Data extends AuthenticatorData> {
  /** What the client says. The lie is written as JSON; text and bytes are written as they are. */
  readonly clientData?: (honest: ClientData) => ClientDataLie
  /**
   * What the authenticator says. The lie is written field by field as it stands: no flag follows from a field, and no
   * field from a flag. Bytes replace the whole.
   *
   * The authenticator itself goes on as if it had told the truth: it holds the honest credential, and its own count.
   */
  readonly authenticatorData?: (honest: Data) => AuthenticatorDataLie | Uint8Array
}

/**
 * What to lie about, in the order in which an answer comes about. Each hook gets the honest value and returns what is
 * to take its place; what has no hook stays honest.
 *
 * `clientData` and `authenticatorData` are asked before the signature, which is then genuine over the lie.
 */
export interface CeremonyTamper<Data extends AuthenticatorData, Response> extends SignedParts<Data> {
  /** The key that signs. Only the signature changes: the public key and `alg` stay those of the credential. */
  readonly signingKey?: (honest: SigningKey) => Pick<SigningKey, 'sign'>
  /** The bytes of the signature. */
  readonly signature?: (honest: Uint8Array) => Uint8Array
  /**
   * The same two parts after the signature: it covers what was there before, and does not fit what is sent. The hooks
   * get the honest values, not what a hook before the signature has made of them.
   */
  readonly afterSigning?: SignedParts<Data>
  /** The finished JSON, for a lie in `id`, `rawId`, `type`, `userHandle` or any other member, or something else altogether. */
  readonly envelope?: (honest: Response) => unknown
}

/** What to lie about in a registration. */
export interface RegistrationTamper extends CeremonyTamper<RegistrationAuthenticatorData, RegistrationResponseJSON> {
  /** What a certified statement says, before it is signed. */
  readonly statement?: StatementTamper
  /**
   * The attestation object, after its statement has been signed: another `fmt` or `attStmt`, other members, another
   * order, or bytes.
   *
   * A statement of any format can be made genuine: it is about `honest.authData` followed by `clientDataHash`.
   */
  readonly attestation?: (honest: AttestationObject, clientDataHash: Uint8Array) => AttestationObjectLie
}

/** What to lie about in an authentication. */
export type AuthenticationTamper = CeremonyTamper<AuthenticatorData, AuthenticationResponseJSON>

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@latchkey/wire'
import type { StatementTamper } from '../attestation/statement-tamper.js'
import type { AttestationObject, AttestationObjectLie } from './attestation.js'
import type { AuthenticatorData, AuthenticatorDataLie, RegistrationAuthenticatorData } from './authenticator-data.js'
import type { ClientData, ClientDataLie } from './client-data.js'
import type { SigningKey } from './signing-key.js'

/** Lies in the two parts that a signature covers. */
export interface SignedParts<Data extends AuthenticatorData> {
  /** The client data. The lie is written as JSON; text and bytes are written unchanged. */
  readonly clientData?: (honest: ClientData) => ClientDataLie
  /**
   * The authenticator data. The lie is written field by field: no flag follows from a field, and no field from a
   * flag. Bytes replace the whole.
   *
   * The authenticator itself continues as if it had been honest: it holds the honest credential, and its own count.
   */
  readonly authenticatorData?: (honest: Data) => AuthenticatorDataLie | Uint8Array
}

/**
 * The lies of a ceremony, in the order in which a response is created. Each hook gets the honest value and returns
 * its replacement; without a hook the value stays honest.
 *
 * `clientData` and `authenticatorData` are called before the signature, which is then genuine over the lie.
 */
export interface CeremonyTamper<Data extends AuthenticatorData, Response> extends SignedParts<Data> {
  /** The key that signs. Only the signature changes: the public key and `alg` stay those of the credential. */
  readonly signingKey?: (honest: SigningKey) => Pick<SigningKey, 'sign'>
  /** The bytes of the signature. */
  readonly signature?: (honest: Uint8Array) => Uint8Array
  /**
   * The same two parts after the signature: it covers the values before, and does not fit what is sent. The hooks get
   * the honest values, not the results of a hook before the signature.
   */
  readonly afterSigning?: SignedParts<Data>
  /**
   * The finished JSON, for a lie in `id`, `rawId`, `type`, `userHandle` or any other member, or a complete
   * replacement.
   */
  readonly envelope?: (honest: Response) => unknown
}

/** The lies of a registration. */
export interface RegistrationTamper extends CeremonyTamper<RegistrationAuthenticatorData, RegistrationResponseJSON> {
  /** The content of a certified statement, before it is signed. */
  readonly statement?: StatementTamper
  /**
   * The attestation object, after its statement has been signed: another `fmt` or `attStmt`, other members, another
   * order, or bytes.
   *
   * A statement of any format can be made genuine: it is about `honest.authData` followed by `clientDataHash`.
   */
  readonly attestation?: (honest: AttestationObject, clientDataHash: Uint8Array) => AttestationObjectLie
}

/** The lies of an authentication. */
export type AuthenticationTamper = CeremonyTamper<AuthenticatorData, AuthenticationResponseJSON>

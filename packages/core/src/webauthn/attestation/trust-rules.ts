import type { Awaitable } from '../../platform/platform.js'
import type { TrustAnchor } from '../parse/trust-anchor.js'
import type { StatementRules } from './statement.js'

/** Statement formats with certificates, by their IANA identifiers. Case matters. */
export const certifiedFormats = ['packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple'] as const
/** The attestation formats that carry certificates. */
export type CertifiedFormat = (typeof certifiedFormats)[number]

/** A kind of authenticator, as a statement claims it to be. */
export interface AuthenticatorModel {
  readonly format: string
  /** A UUID. */
  readonly aaguid: string
  /**
   * For `fido-u2f`, which has no AAGUIDs: SHA-1 of the key in the certificate, as lower-case hexadecimal. Metadata
   * lists such authenticators by it.
   */
  readonly keyIdentifier?: string
}

/** The certificates that a model is verified against, if not all of them may be known at the moment. */
export interface ModelAnchors {
  readonly certificates: readonly TrustAnchor[]
  /**
   * Why further anchors could not be looked up. A statement that is verified against no anchor is then not evaluated,
   * rather than untrusted.
   */
  readonly unknown?: Error | undefined
}

/** The certificates that a statement is verified against, and the consequence if that fails. */
export interface TrustRules extends StatementRules {
  /** Absent: no statement is trusted. */
  readonly anchorsOf?: ((model: AuthenticatorModel) => Awaitable<readonly TrustAnchor[] | ModelAnchors>) | undefined
  /**
   * `required`: every statement must be trusted. `if-certified`: one with certificates, if there are anchors.
   * `optional`: no statement need be trusted, but it must still be valid.
   */
  readonly trust: 'required' | 'if-certified' | 'optional'
}

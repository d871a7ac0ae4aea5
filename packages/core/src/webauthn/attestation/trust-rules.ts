import type { Awaitable } from '../../platform/platform.js'
import type { TrustAnchor } from '../parse/trust-anchor.js'
import type { StatementRules } from './statement.js'

/** Statement formats that come with certificates, by their identifiers as IANA registers them. Case matters. */
export const certifiedFormats = ['packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple'] as const
/** The attestation formats that carry certificates. */
export type CertifiedFormat = (typeof certifiedFormats)[number]

/** A kind of authenticator, as a statement claims it to be. */
export interface AuthenticatorModel {
  readonly format: string
  /** A UUID. */
  readonly aaguid: string
  /**
   * Of `fido-u2f`, which knows no AAGUIDs: SHA-1 of the key in the certificate, as lower-case hexadecimal. Metadata
   * lists such authenticators by it.
   */
  readonly keyIdentifier?: string
}

/** The certificates that a model must lead to, where not all of them may be known at the moment. */
export interface ModelAnchors {
  readonly certificates: readonly TrustAnchor[]
  /** Why others could not be looked up. A statement that leads to no anchor is then not checked, rather than untrusted. */
  readonly unknown?: Error | undefined
}

/** Whom a statement must lead to, and what follows when it does not. */
export interface TrustRules extends StatementRules {
  /** Absent: nobody is trusted. */
  readonly anchorsOf?: ((model: AuthenticatorModel) => Awaitable<readonly TrustAnchor[] | ModelAnchors>) | undefined
  /**
   * `required`: every statement must be trusted. `if-certified`: one with certificates, where there are anchors.
   * `optional`: none need be, but what it says must hold all the same.
   */
  readonly trust: 'required' | 'if-certified' | 'optional'
}

import type { PasskeyStorage } from '@latchkey/storage'
import type { Host } from '../host/host.js'
import type { ProfileRules } from '../host/profile.js'
import type { PartialPolicy } from '../policy/effective-policy.js'
import type { TrustAnchor } from '../webauthn/parse/trust-anchor.js'
import type { ProviderList } from './provider-list.js'

/** What `createPasskeys` takes. */
export interface PasskeysConfig {
  readonly relyingParty: RelyingPartyConfig
  /** Where the app lives, such as `https://app.example.com`; the RP ID is its host when `relyingParty.id` is left out. */
  readonly baseUrl?: string
  /**
   * Names this context; unique per database, so that two which share a secret open no ceremony of each other.
   * Default: `default`.
   */
  readonly environment?: string
  /**
   * At least 32 random bytes, or a string of as many; seals the ceremonies. An array rotates: the first seals, all
   * open. Drop the old one after ten minutes.
   */
  readonly secret: Secret | readonly Secret[] | undefined
  /**
   * Makes the decoys that hide who exists from a sign-in by identifier. Must never change, or decoys change and show
   * what they are. Default: the last of `secret`; give that one here before you drop it.
   */
  readonly decoySecret?: Secret
  /** Where passkeys are kept: an adapter. */
  readonly storage: PasskeyStorage
  /** The environment's policy in code. What is left out has the default of its field; `mode` is `off`. */
  readonly policy?: PartialPolicy
  /** No policy may let a user have more passkeys than this. Default: 100. */
  readonly maxCredentials?: number
  /** What a sign-up says of a new user. Default: `{ email: 'required' }`. */
  readonly profile?: ProfileRules
  /**
   * Names and icons of authenticators by AAGUID, in the shape of the community's list
   * (https://github.com/passkeydeveloper/passkey-authenticator-aaguids), which the host fetches when it is built.
   * Default: the names that were known when this version was made, and no icons. Without attestation they are claims.
   */
  readonly providers?: ProviderList
  /** What the FIDO Metadata Service says of authenticators; needed where a policy has `trust.roots: 'mds'`. */
  readonly metadata?: MetadataSource
  /**
   * Whether `@simplewebauthn/server`, which the app installs, verifies as well: new passkeys only, or sign-ins too. What
   * we accept and it does not is refused, with `second_opinion_differs` and both reasons in `cause`; that includes every
   * algorithm that it cannot verify. It is never asked about statements with certificates. Default: nobody else is asked.
   */
  readonly secondOpinion?: 'registrations' | 'all'
  readonly host?: Host
  /**
   * Whether an admin may register a passkey for a user, at a desk say. Whoever acts as an admin can then make a passkey
   * of their own that signs in as anybody: tell users of each `passkey.added` whose `source` is `admin`. Default: false.
   */
  readonly adminsMayEnroll?: boolean
  /**
   * Where warnings for the operator go; pino's loggers fit. They hold no personal data.
   *
   * @default console
   */
  readonly logger?: Logger
  /** Epoch milliseconds. Given only by tests. */
  readonly now?: () => number
  /** Given only by tests. */
  readonly randomBytes?: (length: number) => Uint8Array
}

/** What writes a line for the operator. */
export interface Logger {
  warn(message: string): void
}

export interface RelyingPartyConfig {
  /**
   * The RP ID: a host name such as `example.com`, which every passkey is bound to for ever. Passkeys work on it and
   * its subdomains.
   */
  readonly id?: string | undefined
  /** Shown to users by their authenticator. */
  readonly name: string
  /** The exact origins that ceremonies may run on. Default: `https://` and the id. */
  readonly origins?: readonly string[] | undefined
}

/** Where the host keeps the metadata that it has fetched: nothing is fetched here. */
export interface MetadataSource {
  /**
   * The newest blob of the service, as it came from `https://mds3.fidoalliance.org`. Asked for at each registration
   * that is to be judged; past its `nextUpdate` it makes nobody trusted.
   */
  readonly read: () => Promise<string> | string
  /** The root certificate that the service's signature must lead to, PEM or DER. */
  readonly root: TrustAnchor
}

export type Secret = string | Uint8Array

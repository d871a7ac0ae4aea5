import type { PasskeyStorage } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import type { Host } from '../host/host.js'
import type { ProfileRules } from '../host/profile.js'
import type { CodePolicy } from '../policy/effective-policy.js'
import type { CertifiedFormat } from '../webauthn/attestation/trust-rules.js'
import type { Limits } from './limits.js'
import type { MetadataSource } from './metadata-source.js'
import type { AndroidApp, AppleApp, PasskeyEndpoints } from './native-apps.js'
import type { ProviderList } from './provider-list.js'
import type { RelyingPartyConfig, RelyingPartyEntry } from './relying-party-config.js'

/** The options of `createPasskeys`. */
export interface PasskeysConfig<Transaction = unknown> {
  /**
   * The site that passkeys are for: its RP ID, its name and its origins.
   *
   * @default none: set `relyingParties`
   */
  readonly relyingParty?: RelyingPartyConfig
  /**
   * Several sites instead of one, such as your brands, each by a key of your own. A user has other passkeys at each.
   * Methods take the key as `relyingPartyId`.
   *
   * @default none: set `relyingParty`
   */
  readonly relyingParties?: Readonly<Record<string, RelyingPartyEntry<Transaction>>>
  /**
   * The URL of your app, such as `https://app.example.com`. Its host is the default of `relyingParty.id`.
   *
   * @default none: set `relyingParty.id`
   */
  readonly baseUrl?: string
  /**
   * The name of this environment, unique per database: 1 to 100 characters, without quotes, backslash, `#` and control
   * characters. Two environments that share a secret cannot open each other's ceremonies.
   *
   * @default `default`
   */
  readonly environment?: string
  /**
   * At least 32 random bytes, or a string with as many bytes. Seals the ceremonies. To rotate, pass an array: the first
   * secret seals, all secrets open. Remove the old one after ten minutes.
   */
  readonly secret: Secret | readonly Secret[] | undefined
  /**
   * The secret behind the decoys, which prevent account enumeration at sign-in. It must never change: a decoy that
   * changes reveals itself.
   *
   * @default the last entry of `secret`; set `decoySecret` to that entry before you remove it
   */
  readonly decoySecret?: Secret
  /** Where passkeys are stored: a storage adapter. */
  readonly storage: PasskeyStorage<Transaction>
  /**
   * The environment's policy in code. Omitted fields have their defaults; the default `mode` is `off`.
   *
   * @default { mode: 'off' }
   */
  readonly policy?: CodePolicy
  /**
   * The maximum number of passkeys per user, whatever the policy says.
   *
   * @default 100
   */
  readonly maxCredentials?: number
  /**
   * The profile of a new user.
   *
   * @default `{ email: 'required' }`
   */
  readonly profile?: ProfileRules
  /**
   * Names and icons of authenticators by AAGUID, in the format of the community list
   * (https://github.com/passkeydeveloper/passkey-authenticator-aaguids). Fetch it when you build your app. Names without
   * attestation are claims.
   *
   * @default the names that were known when this version was released, and no icons
   */
  readonly providers?: ProviderList
  /**
   * The AppID of security keys that were registered with the U2F API, such as `https://example.com/app-id.json`,
   * exactly as it was then, on a host in the domain of the RP ID. Imported keys of that time then sign in by user name,
   * and do not register a second time. No other passkey signs in for it.
   *
   * @default no keys of the U2F API
   */
  readonly appId?: string
  /**
   * The exact origins of your browser extensions, such as `chrome-extension://` and 32 letters. Ceremonies may run on
   * them as on `relyingParty.origins`. An extension is not bound to your domain: its publisher can sign users in.
   *
   * @default []
   */
  readonly extensionOrigins?: readonly string[]
  /**
   * Your apps for Apple's systems. `createWellKnownHandler` of `@latchkey/http` serves the document that lets them use
   * your passkeys, and a handler with `native: true` accepts them.
   *
   * @default []
   */
  readonly apple?: readonly AppleApp[]
  /**
   * Your apps for Android, in the same way. Ceremonies accept the origins that follow from their fingerprints.
   *
   * @default []
   */
  readonly android?: readonly AndroidApp[]
  /**
   * How ceremonies differ in native apps.
   *
   * @default {}
   */
  readonly native?: {
    /**
     * Whether a sign-up in a native app may leave out the profile at begin and give it at finish, as the account sheet of
     * Apple's systems does: the user chooses an e-mail address there together with the passkey. Such an address is a
     * claim, which is not verified.
     *
     * @default false
     */
    readonly profileAtFinish?: boolean
  }
  /**
   * Where users create and manage passkeys. `createWellKnownHandler` serves it to password managers and systems.
   *
   * @default {}
   */
  readonly passkeyEndpoints?: PasskeyEndpoints
  /**
   * The statement formats that are accepted if a policy requests attestation. Statements without certificates are
   * always accepted, and never trusted.
   *
   * @default all but `android-safetynet`, whose service was shut down
   */
  readonly attestationFormats?: readonly CertifiedFormat[]
  /**
   * The COSE algorithms that a statement may be signed with.
   *
   * @default all supported ones; RS1 (-65535) for `tpm` only
   */
  readonly attestationAlgorithms?: readonly number[]
  /**
   * TPM manufacturers in addition to the TCG registry, such as `id:FFFFF1D0`.
   *
   * @default []
   */
  readonly tpmManufacturers?: readonly string[]
  /**
   * The source of the FIDO Metadata Service. Required if a policy has `trust.roots: 'mds'`.
   *
   * @default none
   */
  readonly metadata?: MetadataSource
  /**
   * Also verify with `@simplewebauthn/server`, which your app installs: new passkeys only, or sign-ins too. If it
   * refuses a response that Latchkey accepts, the result is `second_opinion_differs`, with both reasons in `cause`.
   * That includes every algorithm that it does not support. Statements with certificates are not passed to it. Default:
   * no second verification.
   *
   * @default 'none'
   */
  readonly secondOpinion?: 'registrations' | 'all'
  /**
   * Ed25519 keys that sign the receipts of `confirm`: the first signs. Programs that hold the public halves verify a
   * receipt without your database, even after the passkey was removed.
   *
   * @default receipts are not signed, and a verifier must have stored the passkey's public key
   */
  readonly receiptKeys?: readonly ReceiptKey[]
  /**
   * Your app's own functions: how to find, create and describe users.
   *
   * @default {}
   */
  readonly host?: Host<Transaction>
  /**
   * Whether an admin may register a passkey for a user, for example at a help desk. Anyone with admin rights can then
   * create a passkey that signs in as any user: notify users of each `passkey.added` with the `source` `admin`.
   *
   * @default false
   */
  readonly adminsMayEnroll?: boolean
  /**
   * Receives warnings for the operator. Loggers of pino fit. The warnings contain no personal data.
   *
   * @default console
   */
  readonly logger?: Logger
  /**
   * The `type` of the problem that a page gets for an error code (RFC 9457): the absolute URL of a page that explains it.
   * Called once for each code, when the passkeys are created.
   *
   * @default `about:blank` for each code
   */
  readonly problemTypes?: (code: PasskeyErrorCode) => string | URL
  /**
   * How often one client address may begin a ceremony or redeem a code; `'none'` where your app limits that itself. It only
   * applies to calls with a `clientAddress`. `storage.rates` counts, for all processes together, and stores a keyed hash
   * of the address. The finish of a ceremony is never limited by address.
   *
   * @default { signInBegin: { most: 300, windowSeconds: 60 }, signUpBegin: { most: 60, windowSeconds: 60 },
   *   invitationRedeem: { most: 30, windowSeconds: 600 },
   *   recoveryRedeem: { most: 30, windowSeconds: 600 } }
   */
  readonly limits?: Limits
  /**
   * How old an event may become that was never acknowledged, in seconds; `never` to store them permanently. Sweeping
   * deletes older ones and logs how many.
   *
   * @default 7776000, 90 days
   */
  readonly unsettledEventSeconds?: number | 'never'
  /**
   * Epoch milliseconds. For tests only.
   *
   * @default Date.now
   */
  readonly now?: () => number
  /**
   * For tests only.
   *
   * @default the platform's randomness
   */
  readonly randomBytes?: (length: number) => Uint8Array
}

/** A key that signs receipts. */
export interface ReceiptKey {
  /** Written into each receipt, so that keys can be rotated: 1 to 100 characters. */
  readonly id: string
  /** PEM, as `openssl genpkey -algorithm ed25519` writes it. */
  readonly privateKey: string
}

/** Writes a line for the operator. */
export interface Logger {
  /** Writes one line for an operator. */
  warn(message: string): void
}

/** A secret of at least 32 bytes. A string is encoded as UTF-8. */
export type Secret = string | Uint8Array

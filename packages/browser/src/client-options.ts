import type { AuthenticatorAttachment, PasskeyJSON } from '@latchkey/wire'
import type { AutofillEvents } from './autofill.js'
import type { PasskeyClientErrorCode } from './errors.js'
import type { Transport } from './transport.js'

/** Where the server is. Neither option is needed where the server uses its default path. */
export interface PasskeyClientOptions {
  /**
   * A path of this page's own origin.
   *
   * @default '/passkeys', as on the server
   */
  readonly basePath?: string
  /**
   * Carries the calls instead, for example to another origin.
   *
   * @default `fetch` to `basePath`
   */
  readonly transport?: Transport
}

/** What `signIn` takes. */
export interface SignInOptions {
  /**
   * The identifier that the user typed, if users enter one before they sign in.
   *
   * @default none: any discoverable passkey works
   */
  readonly identifier?: string
  /**
   * The organization that the user signs in to.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string
  /**
   * Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/** What `signInImmediately` takes. */
export interface ImmediateOptions {
  /**
   * The organization that the user signs in to.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string
  /**
   * Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/** What `autofill` takes. */
export interface AutofillOptions<SignedIn> extends AutofillEvents<SignedIn> {
  /**
   * The organization that the user signs in to.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string
}

/** A running offer of passkeys in the autofill of a form. */
export interface AutofillHandle {
  /** Withdraws the offer permanently. */
  stop(): void
}

/** What `enroll` takes. */
export interface EnrollOptions {
  /**
   * The name of the new passkey.
   *
   * @default the name of its provider
   */
  readonly name?: string
  /**
   * `platform` for this device, `cross-platform` for a security key or another device.
   *
   * @default as the policy says
   */
  readonly attachment?: AuthenticatorAttachment
  /**
   * The organization that the passkey is for, if the session names none.
   *
   * @default the session's organization, else none
   */
  readonly organizationId?: string
  /**
   * The code that `requestOtp` had sent, as the user typed it.
   *
   * @default no code
   */
  readonly otp?: string
  /**
   * Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/** What `upgrade` takes. */
export interface UpgradeOptions {
  /**
   * The organization that the passkey is for, if the session names none.
   *
   * @default the session's organization, else none
   */
  readonly organizationId?: string
  /**
   * Ends the attempt with the reason `aborted`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/** The outcome of `upgrade`: a passkey, or the reason why there is none. */
export interface Upgrade {
  /** The new passkey. Tell the user that it exists. */
  readonly passkey?: PasskeyJSON
  /**
   * `not_supported` by this browser; `busy` if another ceremony runs; `cancelled`, `timed_out` or `failed` if the browser
   * did not want to; otherwise the server's code: `forbidden` where the policy does not allow it,
   * `recent_authentication_required` without a password in the last five minutes. Nothing to show to the user.
   */
  readonly reason?: PasskeyClientErrorCode
}

/** What `signUp` takes. */
export interface SignUpOptions {
  /** The new user, as the server's rules require: `email`, `phone`, `username`, `displayName`, `attributes`. */
  readonly profile: Readonly<Record<string, unknown>>
  /**
   * The name of the passkey.
   *
   * @default the name of its provider
   */
  readonly name?: string
  /**
   * The organization whose policy applies.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string
  /**
   * Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

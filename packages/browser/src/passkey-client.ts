import type { ConfigJSON, ListedPasskeyJSON, PasskeyJSON, PromptAnswer, PromptJSON, SentOtpJSON } from '@latchkey/wire'
import type { Capabilities } from './capabilities.js'
import type {
  AutofillHandle,
  AutofillOptions,
  EnrollOptions,
  ImmediateOptions,
  SignInOptions,
  SignUpOptions,
  Upgrade,
  UpgradeOptions,
} from './client-options.js'
import type { OwnCeremonyClient } from './own-ceremonies.js'
import type { RedeemClient } from './redeem.js'

/** Signing in. Every promise rejects with a `PasskeyClientError` and nothing else. */
export interface SignInClient<SignedIn = unknown> {
  /**
   * The user has signed in with a passkey chosen in the browser's dialog. Resolves with the JSON of your app's
   * response, or undefined if it has none. A modal ceremony of this page that is still pending is aborted.
   *
   * @throws {PasskeyClientError} `insecure_context`, `not_supported`, `cancelled`, `timed_out`, `aborted`,
   *   `wrong_domain`, `blocked_by_frame`, `user_gesture_required`, `page_not_focused`, `busy`, `failed` by the browser
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   * @throws {PasskeyClientError} `sign_in_failed` whatever is wrong with the passkey; `too_many_tries`
   * @throws {PasskeyClientError} `passkeys_off`, `forbidden`, `account_locked` by the policy or your app;
   *   `authenticator_not_allowed`, `attestation_not_trusted` by the policy of the organization
   * @throws {PasskeyClientError} `ceremony_expired`, `ceremony_spent`, `ceremony_invalid`, `account_changed`: try again
   * @throws {PasskeyClientError} `malformed`, `too_large`, `storage_unavailable`
   */
  signIn(options?: SignInOptions): Promise<SignedIn>
  /**
   * Passkeys are offered among the suggestions of inputs with `autocomplete="username webauthn"`, until one has signed
   * in or `stop` is called. Replaces the autofill of any other client of the page. Pauses for modal ceremonies, signals
   * and the back/forward cache; resumes after these and after failures; is renewed before its ceremony runs out. Where
   * the browser cannot do it, nothing happens.
   */
  autofill(options: AutofillOptions<SignedIn>): AutofillHandle
}

/**
 * The passkeys of an app, as its pages see them. Browsers with the Signal API learn which passkeys have been removed,
 * renamed or refused.
 */
export interface PasskeyClient<SignedIn = unknown>
  extends SignInClient<SignedIn>,
    OwnCeremonyClient<SignedIn>,
    RedeemClient {
  /**
   * The user has signed in with a passkey that this device has. For a "Sign in" button: when it rejects, show your
   * sign-in form; nothing else has appeared on the screen. Call it in a `click` handler.
   *
   * @throws {PasskeyClientError} `not_supported`, before the server is called, if the browser cannot do it
   * @throws {PasskeyClientError} `cancelled` if there is no passkey, or the user closed the dialog
   * @throws {PasskeyClientError} `busy` at the third try within five seconds
   * @throws {PasskeyClientError} as `signIn`
   */
  signInImmediately(options?: ImmediateOptions): Promise<SignedIn>
  /**
   * A new user exists and has signed in with a new passkey. Resolves with the JSON of your app's response, or undefined
   * if it has none.
   *
   * @throws {PasskeyClientError} `malformed`, `identifier_taken` before a passkey is created; `issuesOf` the error
   *   names the members of the profile
   * @throws {PasskeyClientError} `insecure_context`, `not_supported`, `cancelled`, `timed_out`, `aborted`,
   *   `wrong_domain`, `blocked_by_frame`, `user_gesture_required`, `page_not_focused`, `busy`, `failed` by the browser
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   * @throws {PasskeyClientError} `already_registered` if this device has a passkey of the user
   * @throws {PasskeyClientError} `forbidden`, `passkeys_off`, `too_many_tries`
   * @throws {PasskeyClientError} `ceremony_expired`, `ceremony_spent`, `ceremony_invalid`, `account_changed`: try again
   * @throws {PasskeyClientError} the code of the first check of `verifyRegistration` that fails
   * @throws {PasskeyClientError} `too_large`, `storage_unavailable`
   */
  signUp(options: SignUpOptions): Promise<SignedIn>
  /**
   * The signed-in user has a new passkey, which the server has accepted.
   *
   * @throws {PasskeyClientError} `insecure_context`, `not_supported`, `cancelled`, `timed_out`, `aborted`,
   *   `wrong_domain`, `blocked_by_frame`, `user_gesture_required`, `page_not_focused`, `busy`, `failed` by the browser
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   * @throws {PasskeyClientError} `already_registered` if this device has a passkey of the user
   * @throws {PasskeyClientError} `not_signed_in`, `recent_authentication_required`: sign in first
   * @throws {PasskeyClientError} `code_required`: call `requestOtp`, and pass what the user types as `otp`
   * @throws {PasskeyClientError} `passkeys_off`, `forbidden`, `limit_reached` by the policy
   * @throws {PasskeyClientError} `ceremony_expired`, `ceremony_spent`, `ceremony_invalid`, `account_changed`,
   *   `code_invalid`: try again
   * @throws {PasskeyClientError} `too_many_tries` for an `otp`
   * @throws {PasskeyClientError} `identifier_taken` for an invited user whose address another user has by now
   * @throws {PasskeyClientError} the code of the first check of `verifyRegistration` that fails; it names an
   *   authenticator that the policy refuses
   * @throws {PasskeyClientError} `malformed`, `too_large`, `storage_unavailable`
   */
  enroll(options?: EnrollOptions): Promise<PasskeyJSON>
  /**
   * Your app has sent the signed-in user a one-time code, for `enroll({ otp })` in this browser within ten minutes. Called
   * again, it sends the same code again.
   *
   * @throws {PasskeyClientError} `too_many_tries` at the sixth message of an hour, and after 15 wrong codes in a day
   * @throws {PasskeyClientError} `not_signed_in`, `recent_authentication_required`: sign in first
   * @throws {PasskeyClientError} `passkeys_off`, `forbidden`, `limit_reached` by the policy
   * @throws {PasskeyClientError} `malformed`, `too_large`, `storage_unavailable`
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   */
  requestOtp(options?: { readonly organizationId?: string }): Promise<SentOtpJSON>
  /**
   * Lets the browser create a passkey without asking the user, who has just signed in with a password. Call it and go
   * on: it shows nothing, gives way to every other ceremony of the page, and ends after 30 seconds. Never rejects.
   */
  upgrade(options?: UpgradeOptions): Promise<Upgrade>
  /**
   * All passkeys of the signed-in user.
   *
   * @throws {PasskeyClientError} `not_signed_in`, `forbidden`, `passkeys_off`, `storage_unavailable`
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   */
  list(): Promise<readonly ListedPasskeyJSON[]>
  /**
   * The passkey has the new name, of 1 to 100 characters.
   *
   * @throws {PasskeyClientError} `malformed` for another name; `not_found` for a passkey that is not the user's
   * @throws {PasskeyClientError} `recent_authentication_required`; as `list`, `too_large`
   */
  rename(id: string, name: string): Promise<PasskeyJSON>
  /**
   * The passkey can no longer sign in; a browser with the Signal API deletes it.
   *
   * @throws {PasskeyClientError} `last_sign_in_method` if the policy protects it; `not_found` for a passkey that is not
   *   the user's
   * @throws {PasskeyClientError} `forbidden` for a suspended passkey, which only an admin removes
   * @throws {PasskeyClientError} `cooling_down` while a newer passkey is in its cool-down: sign in with an older one, or wait
   * @throws {PasskeyClientError} `recent_authentication_required`; `account_changed` if a passkey was added meanwhile; as `list`
   */
  remove(id: string): Promise<void>
  /**
   * The browser learns which passkeys the signed-in user still has and the user's current name, so that it deletes what
   * an admin or another browser has removed. For an account page, whenever it opens. Await it before `enroll`, because
   * a passkey that is created meanwhile is not in the list.
   *
   * @throws {PasskeyClientError} as `list`
   */
  signal(): Promise<void>
  /**
   * Whether to prompt the user, who has just signed in on this device, to create a passkey.
   *
   * @throws {PasskeyClientError} `malformed`; as `list`
   */
  prompt(options?: { readonly on?: 'sign-in' | 'sign-up' }): Promise<PromptJSON>
  /**
   * Reports to the server that the prompt is on the screen, for its statistics only.
   *
   * @throws {PasskeyClientError} `malformed`; as `list`
   */
  promptShown(): Promise<void>
  /**
   * Records the user's answer; resolves with the resulting decision.
   *
   * @throws {PasskeyClientError} `decline_refused` where the policy requires a passkey, and for a `never` that it does
   *   not offer
   * @throws {PasskeyClientError} `malformed`; as `list`
   */
  answerPrompt(answer: PromptAnswer): Promise<PromptJSON>
  /**
   * The settings that the page needs before the user has signed in.
   *
   * @throws {PasskeyClientError} `malformed` for an organization id that cannot exist; `storage_unavailable`
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   */
  config(organizationId?: string): Promise<ConfigJSON>
  /** What this page can do with passkeys. Never rejects. */
  capabilities(): Promise<Capabilities>
}

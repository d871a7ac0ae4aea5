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

/** The methods for signing in. Every promise rejects only with a `PasskeyClientError`. */
export interface SignInClient<SignedIn = unknown> {
  /**
   * Signs the user in with a passkey from the browser's dialog. Resolves with the JSON of your app's response, or
   * undefined if it has none. Aborts a modal ceremony that is pending on this page.
   *
   * @throws {PasskeyClientError} `insecure_context`, `not_supported`, `cancelled`, `timed_out`, `aborted`,
   *   `wrong_domain`, `blocked_by_frame`, `user_gesture_required`, `page_not_focused`, `busy`, `failed` by the browser
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   * @throws {PasskeyClientError} `sign_in_failed` for every problem with the passkey; `too_many_tries`
   * @throws {PasskeyClientError} `passkeys_off`, `forbidden`, `account_locked` by the policy or your app;
   *   `authenticator_not_allowed`, `attestation_not_trusted` by the policy of the organization
   * @throws {PasskeyClientError} `ceremony_expired`, `ceremony_spent`, `ceremony_invalid`, `account_changed`: try again
   * @throws {PasskeyClientError} `malformed`, `too_large`, `storage_unavailable`
   */
  signIn(options?: SignInOptions): Promise<SignedIn>
  /**
   * Offers passkeys in the suggestions of inputs with `autocomplete="username webauthn"`, until one has signed in or
   * `stop` is called. Replaces the autofill of any other client on the page. Pauses for modal ceremonies, signals and the
   * back/forward cache, and resumes after them and after failures. Begins a new ceremony before the current one expires.
   * Does nothing if the browser does not support autofill.
   */
  autofill(options: AutofillOptions<SignedIn>): AutofillHandle
}

/**
 * The passkey client for your pages. It reports removed, renamed and refused passkeys to browsers with the Signal API.
 */
export interface PasskeyClient<SignedIn = unknown>
  extends SignInClient<SignedIn>,
    OwnCeremonyClient<SignedIn>,
    RedeemClient {
  /**
   * Signs the user in with a passkey of this device, in browsers with immediate UI mode. Call it in the `click` handler
   * of a "Sign in" button. If it rejects, the browser has shown nothing: show your sign-in form.
   *
   * @throws {PasskeyClientError} `not_supported`, before the server is called, if the browser cannot do it
   * @throws {PasskeyClientError} `cancelled` if there is no passkey, or the user closed the dialog
   * @throws {PasskeyClientError} `busy` at the third try within five seconds
   * @throws {PasskeyClientError} as `signIn`
   */
  signInImmediately(options?: ImmediateOptions): Promise<SignedIn>
  /**
   * Creates a new user with a passkey and signs the user in. Resolves with the JSON of your app's response, or undefined
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
   * Creates a passkey for the signed-in user. Resolves after the server has stored it.
   *
   * @throws {PasskeyClientError} `insecure_context`, `not_supported`, `cancelled`, `timed_out`, `aborted`,
   *   `wrong_domain`, `blocked_by_frame`, `user_gesture_required`, `page_not_focused`, `busy`, `failed` by the browser
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   * @throws {PasskeyClientError} `already_registered` if this device has a passkey of the user
   * @throws {PasskeyClientError} `not_signed_in`, `recent_authentication_required`: sign in first
   * @throws {PasskeyClientError} `code_required`: call `requestOtp`, and pass the code that the user types as `otp`
   * @throws {PasskeyClientError} `passkeys_off`, `forbidden`, `limit_reached` by the policy
   * @throws {PasskeyClientError} `ceremony_expired`, `ceremony_spent`, `ceremony_invalid`, `account_changed`,
   *   `code_invalid`: try again
   * @throws {PasskeyClientError} `too_many_tries` for an `otp`
   * @throws {PasskeyClientError} `identifier_taken` for an invited user if another user has the address in the meantime
   * @throws {PasskeyClientError} the code of the first check of `verifyRegistration` that fails; it names an
   *   authenticator that the policy refuses
   * @throws {PasskeyClientError} `malformed`, `too_large`, `storage_unavailable`
   */
  enroll(options?: EnrollOptions): Promise<PasskeyJSON>
  /**
   * Has your app send the signed-in user a one-time code, for `enroll({ otp })` in this browser within ten minutes. If you
   * call it again, it sends the same code again.
   *
   * @throws {PasskeyClientError} `too_many_tries` at the sixth message in an hour, and after 15 incorrect codes in a day
   * @throws {PasskeyClientError} `not_signed_in`, `recent_authentication_required`: sign in first
   * @throws {PasskeyClientError} `passkeys_off`, `forbidden`, `limit_reached` by the policy
   * @throws {PasskeyClientError} `malformed`, `too_large`, `storage_unavailable`
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   */
  requestOtp(options?: { readonly organizationId?: string }): Promise<SentOtpJSON>
  /**
   * Lets the browser create a passkey without asking the user. Call it after a sign-in with a password, and do not wait
   * for it: it shows nothing, yields to every other ceremony of the page, and ends after 30 seconds. Never rejects.
   */
  upgrade(options?: UpgradeOptions): Promise<Upgrade>
  /**
   * Returns all passkeys of the signed-in user.
   *
   * @throws {PasskeyClientError} `not_signed_in`, `forbidden`, `passkeys_off`, `storage_unavailable`
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   */
  list(): Promise<readonly ListedPasskeyJSON[]>
  /**
   * Renames the passkey. A name has 1 to 100 characters.
   *
   * @throws {PasskeyClientError} `malformed` for an invalid name; `not_found` for a passkey that is not the user's
   * @throws {PasskeyClientError} `recent_authentication_required`; as `list`, `too_large`
   */
  rename(id: string, name: string): Promise<PasskeyJSON>
  /**
   * Removes the passkey, which can then no longer sign in. A browser with the Signal API deletes it.
   *
   * @throws {PasskeyClientError} `last_sign_in_method` if the policy protects it; `not_found` for a passkey that is not
   *   the user's
   * @throws {PasskeyClientError} `forbidden` for a suspended passkey, which only an admin removes
   * @throws {PasskeyClientError} `cooling_down` while a newer passkey is in its cool-down: sign in with an older one, or wait
   * @throws {PasskeyClientError} `recent_authentication_required`; `account_changed` if a passkey was added in the meantime; as `list`
   */
  remove(id: string): Promise<void>
  /**
   * Reports the signed-in user's passkeys and current name to the browser, so that it deletes passkeys that an admin or
   * another browser has removed. Call it whenever an account page opens. Await it before `enroll`: a passkey that is
   * created in the meantime is not in the list.
   *
   * @throws {PasskeyClientError} as `list`
   */
  signal(): Promise<void>
  /**
   * Returns whether to prompt the user to create a passkey. Call it after the user has signed in on this device.
   *
   * @throws {PasskeyClientError} `malformed`; as `list`
   */
  prompt(options?: { readonly on?: 'sign-in' | 'sign-up' }): Promise<PromptJSON>
  /**
   * Reports to the server that the prompt is on the screen. Only its statistics use this.
   *
   * @throws {PasskeyClientError} `malformed`; as `list`
   */
  promptShown(): Promise<void>
  /**
   * Records the user's answer. Resolves with the resulting decision.
   *
   * @throws {PasskeyClientError} `decline_refused` if the policy requires a passkey, or does not offer `never`
   * @throws {PasskeyClientError} `malformed`; as `list`
   */
  answerPrompt(answer: PromptAnswer): Promise<PromptJSON>
  /**
   * Returns the settings that the page needs before the user has signed in.
   *
   * @throws {PasskeyClientError} `malformed` for an organization id that cannot exist; `storage_unavailable`
   * @throws {PasskeyClientError} `network` if the server cannot be reached; `cross_site`, `not_found` if it is not
   *   configured for this page
   */
  config(organizationId?: string): Promise<ConfigJSON>
  /** Returns which passkey features this page can use. Never rejects. */
  capabilities(): Promise<Capabilities>
}

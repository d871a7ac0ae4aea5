import type {
  AuthenticatorAttachment,
  ConfigJSON,
  ListedPasskeyJSON,
  PasskeyJSON,
  PromptAnswer,
  PromptJSON,
} from '@latchkey/wire'
import type { AutofillEvents } from './autofill.js'
import type { Capabilities } from './capabilities.js'
import type { Transport } from './transport.js'

/** Where the server is. Neither option is needed where the server uses its default path. */
export interface PasskeyClientOptions {
  /** A path of this page's own origin. Defaults to `/passkeys`, as on the server. */
  readonly basePath?: string
  /** Carries the calls instead, for example to another origin. */
  readonly transport?: Transport
}

export interface SignInOptions {
  /** What the user typed, where users say who they are before they sign in. */
  readonly identifier?: string
  readonly organizationId?: string
  /** Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`. */
  readonly signal?: AbortSignal
}

export interface AutofillOptions<SignedIn> extends AutofillEvents<SignedIn> {
  readonly organizationId?: string
}

export interface AutofillHandle {
  /** Withdraws the offer for good. */
  stop(): void
}

export interface EnrollOptions {
  /** What the user calls the new passkey; without it the server finds a name. */
  readonly name?: string
  /** `platform` for this device, `cross-platform` for a security key or another device. */
  readonly attachment?: AuthenticatorAttachment
  readonly organizationId?: string
  readonly signal?: AbortSignal
}

export interface SignUpOptions {
  /** Who the new user is, as the server's rules want it: `email`, `phone`, `username`, `displayName`, `attributes`. */
  readonly profile: Readonly<Record<string, unknown>>
  /** What the user calls the passkey; without it the server finds a name. */
  readonly name?: string
  readonly organizationId?: string
  readonly signal?: AbortSignal
}

/** Signing in. Every promise rejects with a `PasskeyClientError` and nothing else. */
export interface SignInClient<SignedIn = unknown> {
  /**
   * The user has signed in with a passkey chosen in the browser's dialog; resolves with the JSON that the host
   * answered, or undefined when it answered none. A ceremony of this client that is still pending is aborted.
   */
  signIn(options?: SignInOptions): Promise<SignedIn>
  /**
   * Passkeys are offered among the suggestions of inputs with `autocomplete="username webauthn"`, until one has signed
   * in or `stop` is called. Gives way to a modal ceremony and comes back when that ends without a sign-in; comes back
   * after failures; is renewed before its ceremony runs out. Where the browser cannot do it, nothing happens.
   */
  autofill(options: AutofillOptions<SignedIn>): AutofillHandle
}

/**
 * The passkeys of an app, as its pages see them. What the server says about passkeys that are gone, renamed or refused as
 * they were made is passed on to the browser where it listens.
 */
export interface PasskeyClient<SignedIn = unknown> extends SignInClient<SignedIn> {
  /**
   * There is a new user, who has signed in with a passkey made now; resolves with the JSON that the host answered, or
   * undefined when it answered none. Rejects with `malformed` or `identifier_taken` before a passkey is made, and
   * `complaintsOf` the error names the members of the profile; the server's other refusals of a sign-up are `forbidden`
   * and `passkeys_off`.
   */
  signUp(options: SignUpOptions): Promise<SignedIn>
  /** The signed-in user has a new passkey, which the server has accepted. */
  enroll(options?: EnrollOptions): Promise<PasskeyJSON>
  /** All passkeys of the signed-in user. */
  list(): Promise<readonly ListedPasskeyJSON[]>
  rename(id: string, name: string): Promise<PasskeyJSON>
  /** The passkey signs nobody in any more; a browser that listens forgets it. */
  remove(id: string): Promise<void>
  /**
   * A browser that listens knows which passkeys of the signed-in user there still are and what the user is called now,
   * so that it forgets what an admin or another browser has removed: for a page of the account, whenever it opens.
   * Await it before `enroll`, because a passkey that is made meanwhile is not among those that are known.
   */
  signal(): Promise<void>
  /** Whether the user, who has just signed in on this device, should be asked to make a passkey. */
  prompt(options?: { readonly on?: 'sign-in' | 'sign-up' }): Promise<PromptJSON>
  /** Tells the server that the question is on the screen; for its figures, nothing depends on it. */
  promptShown(): Promise<void>
  /** What the user said to that; resolves with what holds from now on. */
  answerPrompt(answer: PromptAnswer): Promise<PromptJSON>
  /** What the page must know before anyone has signed in. */
  config(organizationId?: string): Promise<ConfigJSON>
  /** What this page can do with passkeys. Never rejects. */
  capabilities(): Promise<Capabilities>
}

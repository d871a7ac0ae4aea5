import type { SignInMethod } from '../policy/effective-policy.js'
import type { Profile } from './profile.js'

type Awaitable<Value> = Promise<Value> | Value

/** A user as the host knows one: what an authenticator shows, and the id that everything here goes by. */
export interface HostUser {
  /** 1 to 255 characters, stable for ever. */
  readonly id: string
  /** What the user recognises the account by: an e-mail address, say. */
  readonly name: string
  readonly displayName?: string
}

/** A user who is about to come into being. */
export interface NewUser {
  /** The id that the user is to have: 1 to 255 characters, from `newUserId` where the host has one. */
  readonly userId: string
  readonly profile: Profile
  /**
   * The organisation whose policy the sign-up went by, as the page named it. Nobody has said that the user belongs to
   * it: that is for the host to decide, with a `PasskeyError('forbidden')` where it does not want them.
   */
  readonly organizationId?: string
}

/** What Latchkey asks its host. Each is optional until a verb needs it. */
export interface Host {
  /**
   * The user with this identifier, whatever its case, or undefined. Needed by a sign-in with an identifier and by
   * sign-ups, which are refused for one that somebody has; one that minds case lets a stranger tell decoys from passkeys.
   */
  readonly findUser?: (identifier: string) => Awaitable<HostUser | null | undefined>
  /** Whether the account may sign in now; asked only after a passkey has proven its owner. Default: yes; anything but true is no. */
  readonly maySignIn?: (user: { readonly userId: string }) => Promise<boolean> | boolean
  /** The ways in that the user has beside passkeys, such as `password`. Default: none. */
  readonly otherSignInMethods?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /**
   * The second factors that the user has beside passkeys, by the names that they have in `session.methods`, such as
   * `totp`. Where `enrollWith` is `strongest`, who has one adds no passkey without it. Default: none.
   */
  readonly secondFactors?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /** The organisations that the user belongs to. Default: none, so that the environment's policy holds. */
  readonly organizationsOf?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /** An id for a new user, such as a UUID; one that was never given before. Default: 128 random bits, base64url. */
  readonly newUserId?: () => Promise<string> | string
  /**
   * Whether this new user may sign up by the policy of the organization that the page names. Asked when the sign-up
   * begins and again when it finishes, before anything is created. Unless it returns exactly true, the stricter of the
   * organization's and the environment's policy holds in every field. Default: no.
   */
  readonly maySignUp?: (signUp: {
    readonly profile: Profile
    readonly organizationId: string
  }) => Promise<boolean> | boolean
  /**
   * Makes a user. Without it nobody can sign up, whatever the policy says. Rejects where it cannot: a `PasskeyError`
   * is answered as it is, and any other rejection is answered `identifier_taken` where `findUser` then finds an
   * identifier of the profile with another user (a unique index did its work), else passed on.
   *
   * Where the storage shares the host's database it is called inside the transaction that keeps the passkey, after
   * all else has held, and writes through `transaction` alone: user and passkey come into being together or not at
   * all. It may be called again for a transaction that the database has undone.
   *
   * Where there is a `confirmUser` it gets no transaction and makes a pending user, who holds the identifiers and
   * cannot do anything yet. It is then called again with the same `userId` when a finish is tried again: that changes
   * nothing, whether the user is still pending or not.
   */
  createUser?(user: NewUser, transaction?: unknown): Promise<void> | void
  /**
   * Makes a pending user a user; called once the passkey is kept, and perhaps again, which changes nothing. What got
   * lost between the two is made up for at the first sign-in with that passkey, before `maySignIn` is asked, or by
   * `signUp.reconcile`. Needed where the storage does not share the host's database, with `discardUser`.
   */
  readonly confirmUser?: (user: { readonly userId: string }) => Promise<void> | void
  /**
   * Forgets a user who is still pending, whose sign-up has failed; leaves alone a user who is confirmed, and one who is
   * not there.
   */
  readonly discardUser?: (user: { readonly userId: string }) => Promise<void> | void
}

/** What the host knows of whoever is signed in. Instants are epoch milliseconds. */
export interface Session {
  readonly userId: string
  /** When the user last signed in with all that was asked. */
  readonly authenticatedAt: number
  readonly methods: readonly SessionMethod[]
  /** The organisation that the user works in now, one of `host.organizationsOf`; its policy is the one that holds. */
  readonly organizationId?: string
  /** A further factor is still owed: such a session reaches nothing here. */
  readonly partial?: boolean
}

export interface SessionMethod {
  /** One of the names of `SignInMethod`; any other counts as `other`. */
  readonly name: SignInMethod | (string & {})
  readonly at: number
  /** Of a passkey: on this device or another one. */
  readonly attachment?: 'platform' | 'cross-platform'
}

import type { EventActor, EventName, PasskeySource } from '@latchkey/storage'
import type { SignInMethod } from '../policy/effective-policy.js'
import type { PlainJson } from './plain-json.js'
import type { Profile } from './profile.js'

type Awaitable<Value> = Promise<Value> | Value

/** A user of your app: the names that an authenticator shows, and the id that identifies the user everywhere. */
export interface HostUser {
  /** 1 to 255 characters. Must never change. */
  readonly id: string
  /** The name by which the user recognizes the account, such as an e-mail address. */
  readonly name: string
  readonly displayName?: string
}

/** A user to create. */
export interface NewUser {
  /** The id of the new user: 1 to 255 characters, from `newUserId` if you provide it. */
  readonly userId: string
  readonly profile: Profile
  /**
   * The organization that the page named; the sign-up used its policy. Membership is not verified: your app decides,
   * and throws `PasskeyError('forbidden')` to refuse.
   */
  readonly organizationId?: string
}

/** What a one-time code is for. `admin-enroll`: an admin asks the user for it, to add a passkey for the user. */
export type OtpPurpose = 'enroll' | 'admin-enroll' | 'recovery'

/** A one-time code to send. */
export interface CodeMessage {
  readonly userId: string
  /** Six digits. Never log it. */
  readonly code: string
  readonly purpose: OtpPurpose
  /** Until then the user can type it, epoch milliseconds. */
  readonly expiresAt: number
}

/**
 * What a user is notified of. `admin-acted`: an admin changed something that has no kind of its own, such as a name or a
 * suspension.
 */
export type NoticeKind = 'new-passkey' | 'passkey-removed' | 'recovery-used' | 'clone-suspected' | 'admin-acted'

/** Something that has happened to a user's account, and that the user should learn by a channel of your app. */
export interface Notice {
  readonly kind: NoticeKind
  readonly userId: string
  /** Epoch milliseconds. */
  readonly at: number
  /** The event that reports the same, such as `passkey.suspended`. */
  readonly event: EventName
  /** The user, an admin, or Latchkey itself. */
  readonly actor: EventActor
  readonly organizationId?: string
  /** The passkeys that it is about, with their names at that time; empty if it is about none. */
  readonly passkeys: readonly { readonly id: string; readonly name: string }[]
  /** How a new passkey was added: `import` where an admin imports many, of which you may not want to send mail. */
  readonly source?: PasskeySource
}

/** The functions that your app provides. Each is optional until a method needs it. */
export interface Host<Transaction = unknown> {
  /**
   * Returns the user with this identifier, or undefined. Ignore case: a case-sensitive lookup lets strangers
   * distinguish decoys from real passkeys. A sign-in with an identifier needs it, and so does a sign-up, which refuses
   * a taken one.
   *
   * @default no user is found by an identifier
   */
  readonly findUser?: (identifier: string) => Awaitable<HostUser | null | undefined>
  /**
   * Returns the user with this id, or undefined. Invitations need it: it names the account to the authenticator.
   *
   * @default no invitation or recovery
   */
  readonly findUserById?: (userId: string) => Awaitable<HostUser | null | undefined>
  /**
   * Whether the account may sign in now. Called only after a passkey has proven its owner. Anything but `true` refuses.
   *
   * @default yes
   */
  readonly maySignIn?: (user: { readonly userId: string }) => Promise<boolean> | boolean
  /**
   * Ends every session of the user. Called after a passkey was added with a recovery code: another person may hold the
   * lost device. The passkey is stored even if it rejects.
   *
   * @default nothing; the event `recovery.code_used` says the same
   */
  readonly endSessions?: (user: { readonly userId: string }) => Promise<void> | void
  /**
   * Sends a one-time code to the user, by a channel that your app knows from before, such as e-mail; never to an
   * address that the page names. The text says what the code is for. Called at most five times an hour for each user.
   * What it rejects with is passed on.
   *
   * @default no one-time codes
   */
  readonly sendCode?: (message: CodeMessage) => Promise<void> | void
  /**
   * Notifies the user, by a channel that your app knows from before, such as e-mail. Called after the change is stored, in
   * the process that has stored it. The change stays if it rejects: the logger warns. A ceremony waits for it, so put the
   * message into a queue. For notices that no crash can lose, deliver the events instead.
   *
   * @default nothing; the events report the same
   */
  readonly notify?: (notice: Notice) => Promise<void> | void
  /**
   * The user's sign-in methods other than passkeys, such as `password`.
   *
   * @default none
   */
  readonly otherSignInMethods?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /**
   * The user's second factors other than passkeys, by their names in `session.methods`, such as `totp`. If `enrollWith`
   * is `strongest`, users with a second factor must have used it to add a passkey.
   *
   * @default none
   */
  readonly secondFactors?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /**
   * The user's organizations. Each method asks at most once.
   *
   * @default none, so the environment's policy applies
   */
  readonly organizationsOf?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /**
   * The same for up to 1000 users in one call, by user id; a user who is not in the map has no organizations. Used
   * where all users are walked, such as `admin.policy.preview`.
   *
   * @default `organizationsOf` is called for each user
   */
  readonly organizationsOfMany?: (users: {
    readonly userIds: readonly string[]
  }) => Promise<ReadonlyMap<string, readonly string[]>> | ReadonlyMap<string, readonly string[]>
  /**
   * The ids of the user's groups, such as departments. A group has its own layer of the policy, between the environment
   * and the organization: see `admin.policy.setGroup`. Each method asks at most once.
   *
   * @default none
   */
  readonly groupsOf?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /**
   * Returns a new, unique id for a user, such as a UUID.
   *
   * @default 128 random bits, base64url
   */
  readonly newUserId?: () => Promise<string> | string
  /**
   * Whether this new user may sign up under the policy of the organization that the page names. Called at the beginning
   * of a sign-up and again at the finish, before anything is created. Unless it returns exactly `true`, the stricter of
   * the organization's and the environment's policy applies to every field.
   *
   * @default no
   */
  readonly maySignUp?: (signUp: {
    readonly profile: Profile
    readonly organizationId: string
  }) => Promise<boolean> | boolean
  /**
   * Creates a user. Without this function sign-ups are disabled, whatever the policy says. Rejects if the user cannot
   * be created. A `PasskeyError` is returned as it is. For any other rejection, `findUser` is called for each
   * identifier of the profile: the result is `identifier_taken` if one now belongs to another user (a unique index did
   * its work). Otherwise the rejection is passed on.
   *
   * If the storage shares your app's database, the call runs inside the transaction that stores the passkey, after all
   * checks have passed. Write only through `transaction`: user and passkey are created together or not at all. The
   * function may be called again for a transaction that the database rolled back.
   *
   * With `confirmUser` it gets no transaction and creates a pending user, who owns the identifiers and cannot do
   * anything yet. A repeated finish calls it again with the same `userId`; that must change nothing, whether the user
   * is still pending or not.
   *
   * @default no sign-ups
   */
  createUser?(user: NewUser, transaction?: Transaction): Promise<void> | void
  /**
   * Confirms a pending user. Called after the passkey is stored, and possibly again; a repeated call must change
   * nothing. If the process stops in between, the first sign-in with that passkey confirms the user, before `maySignIn`
   * is called, or `signUp.reconcile` does. Needed, with `discardUser`, if the storage does not share your app's
   * database.
   *
   * @default users are created in the transaction of the passkey
   */
  readonly confirmUser?: (user: { readonly userId: string }) => Promise<void> | void
  /**
   * Called at the beginning of a confirmation with what the page wants to have confirmed. Returns `true` to accept it,
   * another payload to replace it, or anything falsy to refuse it with `forbidden`. Replace what the page sent by your
   * own record, so that a page cannot have something confirmed that your app has not prepared.
   *
   * @default accept
   */
  readonly describeConfirm?: (
    session: Session,
    payload: PlainJson,
  ) => Awaitable<PlainJson | true | false | null | undefined>
  /**
   * Deletes a pending user after a failed sign-up. Must not change a confirmed user, or fail for a missing one.
   *
   * @default pending users stay
   */
  readonly discardUser?: (user: { readonly userId: string }) => Promise<void> | void
}

/** The session of a signed-in user, from your app. Instants are epoch milliseconds. */
export interface Session {
  readonly userId: string
  /** When the user last completed a sign-in with all required factors. */
  readonly authenticatedAt: number
  readonly methods: readonly SessionMethod[]
  /** The user's current organization, one of `host.organizationsOf`. Its policy applies. */
  readonly organizationId?: string
  /** A further factor is still missing. Such a session can only use its second factor. */
  readonly partial?: boolean
  /** An agent acts for the user. Such a session lists the passkeys, and everything else is `forbidden`. */
  readonly delegated?: boolean
}

/** One sign-in method that the user of a session has used. */
export interface SessionMethod {
  /** A name of `SignInMethod`. Any other counts as `other`. */
  readonly name: SignInMethod | (string & {})
  readonly at: number
  /** For a passkey: on this device or on another one. */
  readonly attachment?: 'platform' | 'cross-platform'
  /**
   * For a passkey: its id, the `passkey.id` of the sign-in. Without it, if the user has a passkey that is bound to an
   * organization, the session counts as signed in with that passkey.
   */
  readonly passkeyId?: string
}

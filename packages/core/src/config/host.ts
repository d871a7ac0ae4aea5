/** A user as the host knows one: what an authenticator shows, and the id that everything here goes by. */
export interface HostUser {
  /** 1 to 255 characters, stable for ever. */
  readonly id: string
  /** What the user recognises the account by: an e-mail address, say. */
  readonly name: string
  readonly displayName?: string
}

/** What Latchkey asks its host. Each is optional until a verb needs it. */
export interface Host {
  /**
   * The user with this identifier, whatever its case, or undefined. Needed by a sign-in with an identifier; one that
   * minds case lets a stranger tell decoys from passkeys.
   */
  readonly findUser?: (identifier: string) => Promise<HostUser | undefined> | HostUser | undefined
  /** Whether the account may sign in now; asked only after a passkey has proven its owner. Default: yes; anything but true is no. */
  readonly maySignIn?: (user: { readonly userId: string }) => Promise<boolean> | boolean
  /** The ways in that the user has beside passkeys, such as `password`. Default: none. */
  readonly waysIn?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
  /** The organisations that the user belongs to. Default: none, so that the environment's policy holds. */
  readonly organizationsOf?: (user: { readonly userId: string }) => Promise<readonly string[]> | readonly string[]
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
  readonly name: string
  readonly at: number
  /** Of a passkey: on this device or another one. */
  readonly attachment?: 'platform' | 'cross-platform'
}

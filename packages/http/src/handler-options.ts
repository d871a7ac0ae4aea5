import type { Actor, PasskeyError, Session, SignIn, SignUp } from '@latchkey/core'
import type { AdminAction, RouteGroup } from '@latchkey/wire'

/** Who is signed in, as the host's session says; with the names that an authenticator shows for a new passkey. */
export interface SignedIn extends Session {
  readonly user: {
    /** What the user recognises the account by, such as an e-mail address. */
    readonly name: string
    readonly displayName?: string
  }
}

/** What somebody wants to do by an admin route. */
export interface AdminAsked {
  readonly action: AdminAction
  /** The organisation it is about, where it is about one; else it is about everybody. */
  readonly organizationId?: string
  /** The user it is about, where it is about one. */
  readonly userId?: string
}

/** What `createPasskeyHandler` takes. */
export interface PasskeyHandlerOptions {
  /** Where the host mounts the handler, such as `/passkeys`. Default: `/passkeys`. */
  readonly basePath?: string
  /** Which groups of routes there are. What is not named is not found. */
  readonly serve: readonly RouteGroup[]
  /** Who is signed in, or null. Read from the host's own session, never from the body. */
  readonly session: (request: Request) => Promise<SignedIn | null> | SignedIn | null
  /**
   * Makes the host's session for who has just signed in, or has just signed up and has thereby signed in: `kind` says
   * which. Its answer goes to the page.
   */
  readonly onSignedIn: (result: SignIn | SignUp, request: Request) => Promise<Response> | Response
  /**
   * Who of the staff this is, when they may do that; null when not. Asked for every admin route, which there are none
   * of without it.
   */
  readonly authorizeAdmin?: (request: Request, asked: AdminAsked) => Promise<Actor | null> | Actor | null
  /** Is told every refusal, with the code and cause that the page may not see. For the log. */
  readonly onRefused?: (error: PasskeyError, request: Request) => void
}

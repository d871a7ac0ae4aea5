import type { Actor, Confirm, PasskeyError, SecondFactor, Session, SignIn, SignUp, StepUp } from '@latchkey/core'
import type { AdminAction, RouteGroup } from '@latchkey/wire'

/** Who is signed in, as your app's session says; with the names that an authenticator shows for a new passkey. */
export interface SignedIn extends Session {
  readonly user: {
    /** What the user recognizes the account by, such as an e-mail address. */
    readonly name: string
    readonly displayName?: string
  }
}

/** What an admin asks for by an admin route. */
export interface AdminAsked {
  readonly action: AdminAction
  /** The organization it is about, where it is about one; else it is about the environment. */
  readonly organizationId?: string
  /** The user it is about, where it is about one. */
  readonly userId?: string
}

/** What a function of your app returns: the value or a promise of it. */
type Awaitable<Value> = Promise<Value> | Value

/**
 * What `createPasskeyHandler` takes. `Native` is your framework's own request: annotate the last parameter, and the
 * handler asks for it.
 */
export interface PasskeyHandlerOptions<Native = unknown> {
  /**
   * Where your app mounts the handler. Write `/` where the router cuts the mount prefix from the path (`mount` of Hono,
   * h3 and Elysia).
   *
   * @default '/passkeys'
   */
  readonly basePath?: string
  /** Which groups of routes there are. What is not named is not found. */
  readonly serve: readonly RouteGroup[]
  /** Who is signed in, or null. Read from your app's own session, never from the body. */
  readonly session: (request: Request, native: Native) => Awaitable<SignedIn | null | undefined>
  /**
   * Begins your app's session for the user who has just signed in or signed up, or used a second factor: `result.kind`
   * says which. The response goes to the page.
   */
  readonly onSignedIn: (result: SignIn | SignUp | SecondFactor, request: Request, native: Native) => Awaitable<Response>
  /**
   * Notes a step-up in the session that the user has: it makes no new one. The response goes to the page. Without it
   * there are no routes for a step-up.
   */
  readonly onSteppedUp?: (result: StepUp, request: Request, native: Native) => Awaitable<Response>
  /**
   * Does what the user has confirmed, from `result.payload`, and stores `result.receipt`. The response goes to the page.
   * Without it there are no routes for a confirmation.
   */
  readonly onConfirmed?: (result: Confirm, request: Request, native: Native) => Awaitable<Response>
  /**
   * Which admin this is, where the admin may do what is asked; null where not. Called for every admin route before
   * anything is read. Without it there are no admin routes.
   */
  readonly authorizeAdmin?: (request: Request, asked: AdminAsked, native: Native) => Awaitable<Actor | null | undefined>
  /**
   * The address that a request comes from, as your app knows it (behind a proxy: what the proxy says). Nothing is read
   * from the request by default. It is counted with refused sign-ins, and never stored.
   */
  readonly clientAddress?: (request: Request, native: Native) => Awaitable<string | null | undefined>
  /**
   * Gets every refusal, with the code and cause that the page does not get. For the log. Without it a refusal that the
   * operator can mend (tables not migrated, an origin or a path that is not configured) is a line of `console.warn`,
   * once per cause and minute.
   */
  readonly onRefused?: ((error: PasskeyError, request: Request) => void) | undefined
}

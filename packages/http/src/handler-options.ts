import type { Actor, Confirm, PasskeyError, SecondFactor, Session, SignIn, SignUp, StepUp } from '@latchkey/core'
import type { AdminAction, RouteGroup } from '@latchkey/wire'

/** The signed-in user, from your app's session, with the names that an authenticator shows for a new passkey. */
export interface SignedIn extends Session {
  readonly user: {
    /** The name by which the user recognizes the account, such as an e-mail address. */
    readonly name: string
    readonly displayName?: string
  }
}

/** The action that an admin requests. */
export interface AdminAsked {
  readonly action: AdminAction
  /** The organization that the action is about; absent if it is about the environment. */
  readonly organizationId?: string
  /** The user that the action is about, if any. */
  readonly userId?: string
}

/** A value or a promise of it. */
type Awaitable<Value> = Promise<Value> | Value

/**
 * The options of `createPasskeyHandler`. `Native` is the type of your framework's request. If you annotate the last
 * parameter of a function, the handler requires that request as an argument.
 */
export interface PasskeyHandlerOptions<Native = unknown> {
  /**
   * The path where your app mounts the handler. Write `/` if the router cuts the mount prefix from the path (`mount`
   * of Hono, h3 and Elysia).
   *
   * @default '/passkeys'
   */
  readonly basePath?: string
  /**
   * The groups of routes to serve. Routes of other groups are not found. `outcome` is the route where pages report how
   * ceremonies ended.
   */
  readonly serve: readonly RouteGroup[]
  /** Returns the signed-in user, or null. Read from your app's own session, never from the body. */
  readonly session: (request: Request, native: Native) => Awaitable<SignedIn | null | undefined>
  /**
   * Begins your app's session for the user who has just signed in, signed up, or used a second factor: see
   * `result.kind`. The response goes to the page.
   */
  readonly onSignedIn: (result: SignIn | SignUp | SecondFactor, request: Request, native: Native) => Awaitable<Response>
  /**
   * Records a step-up in the user's existing session. It must not create a new session. The response goes to the page.
   *
   * @default no routes for a step-up
   */
  readonly onSteppedUp?: (result: StepUp, request: Request, native: Native) => Awaitable<Response>
  /**
   * Carries out the confirmed action of `result.payload`, and stores `result.receipt`. The response goes to the page.
   *
   * @default no routes for a confirmation
   */
  readonly onConfirmed?: (result: Confirm, request: Request, native: Native) => Awaitable<Response>
  /**
   * Returns the admin if the admin may perform the requested action, otherwise null. Called for every admin route before
   * anything is read.
   *
   * @default no admin routes
   */
  readonly authorizeAdmin?: (request: Request, asked: AdminAsked, native: Native) => Awaitable<Actor | null | undefined>
  /**
   * Returns the client's address. Behind a proxy, read it from the header that the proxy sets. Latchkey reads no address
   * from the request itself. The address is used for `limits` and to count refused sign-ins; only a keyed hash is
   * stored. Without this function nothing is limited by address, and the handler logs a warning. Write `() =>
   * undefined` if your app limits requests itself.
   *
   * @default calls are not counted by address
   */
  readonly clientAddress?: ((request: Request, native: Native) => Awaitable<string | null | undefined>) | undefined
  /**
   * With several `relyingParties`: the key of the one that a host is for, such as `{ 'shop.example.com': 'shop' }`. The host
   * is that of the request, which a proxy must pass on. Any other host is 404.
   *
   * @default the hosts of the origins of each relying party
   */
  readonly hosts?: Readonly<Record<string, string>> | undefined
  /**
   * True if the handler serves native apps. Mount it at a separate path: the binding of a ceremony is in the body,
   * requests from browsers are refused, and your functions receive no cookies. A ceremony that begins at this handler can
   * finish only at this handler.
   *
   * @default false: the handler is for browsers
   */
  readonly native?: boolean
  /**
   * Only with `native: true`. Returns true if the request is from a genuine copy of your app: verify App Attest or Play
   * Integrity, from headers that your app sends. Awaited before anything changes. Without it, the handler cannot
   * distinguish your app from another program.
   *
   * @default every program is accepted
   */
  readonly attestApp?: ((request: Request, native: Native) => Awaitable<boolean>) | undefined
  /**
   * Receives every refusal, with the code and cause that the page does not receive. Use it for your log. Without it, the
   * `logger` of `createPasskeys` logs refusals that you can fix (tables not migrated, an origin or a path that is not
   * configured), at most once per cause and minute.
   *
   * @default refusals that you can fix are logged
   */
  readonly onRefused?: ((error: PasskeyError, request: Request) => void) | undefined
}

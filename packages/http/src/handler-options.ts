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

/** What a function of your app returns: the value or a promise of it. */
type Awaitable<Value> = Promise<Value> | Value

/**
 * What `createPasskeyHandler` takes. `Native` is your framework's own request: annotate the last parameter, and the
 * handler requires it.
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
   * Records a step-up in the user's existing session; it makes no new one. The response goes to the page. Without it
   * there are no routes for a step-up.
   *
   * @default no routes for a step-up
   */
  readonly onSteppedUp?: (result: StepUp, request: Request, native: Native) => Awaitable<Response>
  /**
   * Executes what the user has confirmed, from `result.payload`, and stores `result.receipt`. The response goes to the
   * page. Without it there are no routes for a confirmation.
   *
   * @default no routes for a confirmation
   */
  readonly onConfirmed?: (result: Confirm, request: Request, native: Native) => Awaitable<Response>
  /**
   * Returns the admin, if the admin may do what is requested; otherwise null. Called for every admin route before
   * anything is read. Without it there are no admin routes.
   *
   * @default no admin routes
   */
  readonly authorizeAdmin?: (request: Request, asked: AdminAsked, native: Native) => Awaitable<Actor | null | undefined>
  /**
   * Returns the client's address, as your app knows it (behind a proxy: from the header that the proxy sets). By
   * default nothing is read from the request. It is counted for `limits` and with refused sign-ins; only a keyed hash
   * is stored. Without this function nothing is limited by address, and a line of `console.warn` says so: write `() =>
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
   * The handler is for native apps, at a path of its own: the binding of a ceremony is in the body, requests of browsers
   * are refused, and your functions get no cookies. A ceremony that begins here finishes only here.
   *
   * @default false: the handler is for browsers
   */
  readonly native?: boolean
  /**
   * Only with `native: true`. Returns true for a request of a genuine copy of your app: App Attest or Play Integrity,
   * from headers that your app sends. Awaited before everything that changes something. Without it, a script on your
   * own pages cannot be distinguished from your app by what it sends through another program.
   *
   * @default every program is accepted
   */
  readonly attestApp?: ((request: Request, native: Native) => Awaitable<boolean>) | undefined
  /**
   * Gets every refusal, with the code and cause that the page does not get. For the log. Without it, a refusal that the
   * operator can fix (tables not migrated, an origin or a path that is not configured) is a line of the `logger` of
   * `createPasskeys`, once per cause and minute.
   *
   * @default the operator's mistakes are logged, each once a minute
   */
  readonly onRefused?: ((error: PasskeyError, request: Request) => void) | undefined
}

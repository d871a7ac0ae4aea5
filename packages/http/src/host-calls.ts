import {
  type Actor,
  type Confirm,
  PasskeyError,
  type SecondFactor,
  type SignIn,
  type SignUp,
  type StepUp,
} from '@latchkey/core'
import type { AdminAsked, PasskeyHandlerOptions, SignedIn } from './handler-options.js'
import { isObject, nameOf } from './name-of.js'
import type { OperatorLog } from './operator-log.js'

/** Your app's functions, called for one request. */
export interface HostCalls {
  session(): Promise<SignedIn | null>
  /** @throws {PasskeyError} `not_signed_in` */
  requireSession(): Promise<SignedIn>
  onSignedIn(result: SignIn | SignUp | SecondFactor): Promise<Response>
  onSteppedUp(result: StepUp): Promise<Response>
  onConfirmed(result: Confirm): Promise<Response>
  clientAddress(): Promise<string | undefined>
  /** @throws {PasskeyError} `forbidden` */
  authorizeAdmin(asked: AdminAsked): Promise<Actor>
}

export interface HostCallsInput<Native> {
  readonly options: PasskeyHandlerOptions<Native>
  readonly request: Request
  readonly native: Native
  readonly log: OperatorLog
}

/** The results of your app's functions are checked here: a mistake is a `TypeError` that names the function. */
export function hostCalls<Native>({ options, request, native, log }: HostCallsInput<Native>): HostCalls {
  const session = async () => {
    const signedIn: unknown = (await options.session(request, native)) ?? null
    assertSignedIn(signedIn)
    if (signedIn?.methods?.length === 0) log.once('methods', noMethods)
    return signedIn
  }
  return {
    session,
    async requireSession() {
      const signedIn = await session()
      if (signedIn === null) throw new PasskeyError('not_signed_in')
      return signedIn
    },
    async onSignedIn(result) {
      const response: unknown = await options.onSignedIn(result, request, native)
      assertResponse('onSignedIn', response)
      return response
    },
    async onSteppedUp(result) {
      const response: unknown = await options.onSteppedUp?.(result, request, native)
      assertResponse('onSteppedUp', response)
      return response
    },
    async onConfirmed(result) {
      const response: unknown = await options.onConfirmed?.(result, request, native)
      assertResponse('onConfirmed', response)
      return response
    },
    async clientAddress() {
      const address: unknown = (await options.clientAddress?.(request, native)) ?? undefined
      assertAddress(address)
      return address
    },
    async authorizeAdmin(asked) {
      const actor: unknown = await options.authorizeAdmin?.(request, asked, native)
      if (!actor) throw new PasskeyError('forbidden')
      assertActor(actor)
      return actor
    },
  }
}

const noMethods =
  'session returned methods: [], so users are never offered a passkey. ' +
  "Say how the user signed in, such as methods: [{ name: 'password', at: Date.now() }]."

/** Its members are checked where they are used: only enrolling needs `user`. */
function assertSignedIn(signedIn: unknown): asserts signedIn is SignedIn | null {
  if (signedIn === null || (isObject(signedIn) && !Array.isArray(signedIn))) return
  throw new TypeError(
    `session returned ${nameOf(signedIn)}; return { userId, user: { name }, authenticatedAt, methods }, or null.`,
  )
}

/** Recognized by its shape: a framework may have its own Response class. */
function assertResponse(name: string, response: unknown): asserts response is Response {
  if (isObject(response) && typeof response.status === 'number' && isObject(response.headers)) return
  throw new TypeError(
    `${name} returned ${nameOf(response)}; return a Response, such as new Response(null, { status: 204 }).`,
  )
}

/** Of a list, such as `x-forwarded-for` may be, the client itself wrote the first. */
function assertAddress(address: unknown): asserts address is string | undefined {
  if (address === undefined) return
  if (typeof address === 'string' && address.length <= longestAddress && !address.includes(',')) return
  throw new TypeError(
    `clientAddress returned ${nameOf(address)}; return one address as text, the one that your own proxy has seen, or undefined.`,
  )
}

/** An IPv6 address with an IPv4 one in it, its zone and a port. */
const longestAddress = 100

function assertActor(actor: unknown): asserts actor is Actor {
  if (!isObject(actor) || typeof actor.id !== 'string' || actor.id === '') {
    throw new TypeError(
      `authorizeAdmin returned ${nameOf(actor)}; return { id: the admin’s id } where the admin may do it, else null.`,
    )
  }
  if (!isScope(actor.scope)) {
    throw new TypeError(
      "authorizeAdmin returned a scope that is none; return scope: 'environment' or scope: { organizationId: '…' }.",
    )
  }
}

function isScope(scope: unknown): boolean {
  if (scope === undefined || scope === 'environment') return true
  return isObject(scope) && typeof scope.organizationId === 'string' && scope.organizationId !== ''
}

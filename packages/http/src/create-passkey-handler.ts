import { isPasskeyError, PasskeyError, type Passkeys } from '@latchkey/core'
import type { RouteName } from '@latchkey/wire'
import { adminHandlers } from './admin-handlers.js'
import { browserCarrier } from './binding-carrier.js'
import { checkHandlerOptions } from './check-handler-options.js'
import { checkSameSite } from './check-same-site.js'
import type { AdminAsked, PasskeyHandlerOptions } from './handler-options.js'
import { hostCalls } from './host-calls.js'
import { type MatchedAdminRoute, type MatchedRoute, matchRoute, pathBelow } from './match-route.js'
import { isObject } from './name-of.js'
import { checkNative, nativeCarrier, withoutCookies } from './native-carrier.js'
import { createOperatorLog } from './operator-log.js'
import { isOwnRoute, ownHandler, requiredHook } from './own-ceremonies.js'
import { type Discretion, problem } from './problem.js'
import { findByHost } from './relying-party-hosts.js'
import { type RouteCall, type RouteHandler, routeHandlers } from './route-handlers.js'
import { notBelow } from './wrong-mount.js'

/** Optional as long as no function of your app uses it. */
export type NativeArgument<Native> = unknown extends Native ? [native?: Native] : [native: Native]

/**
 * Responds to one request; `native` is your framework's own request, passed on to your functions. A refusal is a
 * response of `application/problem+json` (RFC 9457). Its `code` is one that the route's method of `Passkeys` lists, but
 * every failed sign-in is `sign_in_failed`; or one of the handler's own:
 *
 * - `not_found`: no route that you serve has this method and path, or none of several relying parties has the host;
 * - `cross_site`: the page that sent the request is of an origin that is not configured;
 * - `malformed`: the body is not the JSON that the route accepts, or the query is invalid;
 * - `too_large`: the body has more than 256 KiB;
 * - `not_signed_in`: your `session` returned no user;
 * - `forbidden`: your `authorizeAdmin` returned no admin;
 * - `ceremony_invalid`: the browser has not begun a ceremony, or lost the cookie.
 *
 * @throws {TypeError} for a request that is not a Fetch `Request`, a body that your app has already read, and one of your
 *   functions that returns a value of the wrong type.
 * @throws What your own functions throw.
 */
export interface PasskeyHandler<Native = unknown> {
  (request: Request, ...native: NativeArgument<Native>): Promise<Response>
  /** The path where it is mounted, without a slash at the end; empty for the root. */
  readonly basePath: string
}

const noClientAddress =
  'without clientAddress, nothing is limited by address. Write clientAddress: (request, native) => the address of the ' +
  'client, or () => undefined if your app limits requests itself.'

/** Routes that anyone can call about any user. Their refusals reveal nothing about a user. */
const discreet: ReadonlySet<RouteName> = new Set(['signInBegin', 'signInFinish'])

/**
 * Latchkey's routes as one function, for any framework that speaks `Request` and `Response`.
 *
 * ```ts
 * const handle = createPasskeyHandler(passkeys, { serve: ['public', 'self'], session, onSignedIn })
 * app.all('/passkeys/*', (context) => handle(context.req.raw))
 * ```
 *
 * @throws {TypeError} for passkeys that `createPasskeys` did not return, and for an option that is missing, unknown or
 *   wrong; the message says what to write instead.
 */
export function createPasskeyHandler<Native = unknown>(
  passkeys: Passkeys,
  options: PasskeyHandlerOptions<Native>,
): PasskeyHandler<Native> {
  checkHandlerOptions(passkeys, options)
  const { serve } = options
  const { problemTypes } = passkeys
  const basePath = (options.basePath ?? '/passkeys').replace(/\/$/, '')
  const log = createOperatorLog(passkeys)
  const findRelyingParty = findByHost({ passkeys, hosts: options.hosts })
  const refused = options.onRefused ?? log.refused
  if (serve.includes('public') && !options.clientAddress) log.once('address', noClientAddress)

  const handle = async (request: Request, ...rest: NativeArgument<Native>): Promise<Response> => {
    assertRequest(request)
    const { pathname, searchParams: query } = new URL(request.url)
    const path = pathBelow(basePath, pathname)
    if (path === undefined) return refuseElsewhere(notBelow({ basePath, serve }, pathname), request)
    const route = matchRoute({ method: request.method, path }, serve)
    if (!route || lacksHook(route, options)) return problem(new PasskeyError('not_found'), problemTypes)
    // Missing only where `Native` is unknown, which undefined is too; the compiler cannot see that.
    const [native] = rest as readonly [Native]
    try {
      const here = findRelyingParty(request)
      if (options.native) checkNative(request)
      else checkSameSite(request, here.ceremonyOrigins)
      const seen = options.native ? withoutCookies(request) : request
      if (options.native) await checkApp(options, seen, native)
      const host = hostCalls({ options, request: seen, native, log })
      const carrier = options.native ? nativeCarrier(request) : browserCarrier(request)
      return await call(route, { passkeys: here, host, carrier, request, query })
    } catch (error) {
      if (!isPasskeyError(error)) throw error
      refused(error, request)
      return problem(error, problemTypes, discretionOf(route))
    }
  }

  /** The path of another app is not a refusal: only a path that is probably meant for this handler is reported. */
  const refuseElsewhere = (error: PasskeyError, request: Request): Response => {
    if (error.cause !== undefined) refused(error, request)
    return problem(error, problemTypes)
  }
  return Object.assign(handle, { basePath })
}

/** @throws {PasskeyError} `forbidden` unless your app has said that the request is from a genuine app. */
async function checkApp<Native>(
  { attestApp }: Pick<PasskeyHandlerOptions<Native>, 'attestApp'>,
  request: Request,
  native: Native,
): Promise<void> {
  if (attestApp === undefined || request.method === 'GET') return
  if ((await attestApp(request, native)) !== true) throw new PasskeyError('forbidden')
}

function lacksHook(
  route: MatchedRoute,
  options: Pick<PasskeyHandlerOptions<never>, 'onSteppedUp' | 'onConfirmed'>,
): boolean {
  const hook = route.kind === 'user' ? requiredHook(route.name) : undefined
  return hook !== undefined && options[hook] === undefined
}

async function call(route: MatchedRoute, base: Omit<RouteCall, 'parameters'>): Promise<Response> {
  if (route.kind === 'user') return handlerOf(route.name)({ ...base, parameters: route.parameters })
  const asked = askedBy(route, base.query)
  const actor = await base.host.authorizeAdmin(asked)
  return adminHandlers[route.name]({ ...base, actor, asked, parameters: route.parameters })
}

function handlerOf(name: RouteName): RouteHandler {
  return isOwnRoute(name) ? ownHandler(name) : routeHandlers[name]
}

/**
 * The organization is in the path, or in the query if the route is about the one that is named there.
 * `authorizeAdmin` is called before anything is read, and for everything that the request then does.
 */
function askedBy({ route, parameters }: MatchedAdminRoute, query: URLSearchParams): AdminAsked {
  if (query.has('organizationId') && !route.organizationInQuery) throw new PasskeyError('malformed')
  const organizationId = parameters.organizationId ?? query.get('organizationId')
  const { userId } = parameters
  return {
    action: route.action,
    ...(organizationId ? { organizationId } : {}),
    ...(userId === undefined ? {} : { userId }),
  }
}

function discretionOf(route: MatchedRoute): Discretion {
  return route.kind === 'user' && discreet.has(route.name) ? 'discreet' : 'open'
}

/** Recognized by its shape: a framework may have its own Request class. */
function assertRequest(request: unknown): asserts request is Request {
  if (isObject(request) && isObject(request.headers) && typeof request.headers.get === 'function') return
  throw new TypeError(
    'The handler takes a Fetch Request. In node:http, Express, Fastify, Koa and NestJS wrap it: toNodeListener(handle), ' +
      'from @latchkey/http/node. In Hono call handle(c.req.raw), in h3 handle(event.req), in Elysia, SvelteKit and ' +
      'React Router handle(request).',
  )
}

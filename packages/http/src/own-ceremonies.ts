import type { AssertionResult } from '@latchkey/core'
import type { RouteName } from '@latchkey/wire'
import * as z from 'zod'
import { bodies, ownMembers, parseBody } from './bodies.js'
import type { HostCalls } from './host-calls.js'
import { jsonResponse } from './json-response.js'
import type { RouteCall, RouteHandler } from './route-handlers.js'

type OwnName = 'secondFactor' | 'stepUp' | 'confirm'

interface OwnHalf {
  /** Its name in `Passkeys`. */
  readonly ceremony: OwnName
  readonly half: 'begin' | 'finish'
}

/** The routes that begin or finish a ceremony of a user with a session. */
const ownRoutes = {
  secondFactorBegin: { ceremony: 'secondFactor', half: 'begin' },
  secondFactorFinish: { ceremony: 'secondFactor', half: 'finish' },
  stepUpBegin: { ceremony: 'stepUp', half: 'begin' },
  stepUpFinish: { ceremony: 'stepUp', half: 'finish' },
  confirmBegin: { ceremony: 'confirm', half: 'begin' },
  confirmFinish: { ceremony: 'confirm', half: 'finish' },
} as const satisfies Readonly<Partial<Record<RouteName, OwnHalf>>>

export type OwnRouteName = keyof typeof ownRoutes

/** Functions of your app that a ceremony needs. Without the function the ceremony has no routes. */
const requiredHooks: Readonly<Partial<Record<OwnName, 'onSteppedUp' | 'onConfirmed'>>> = {
  stepUp: 'onSteppedUp',
  confirm: 'onConfirmed',
}

export function isOwnRoute(name: RouteName): name is OwnRouteName {
  return Object.hasOwn(ownRoutes, name)
}

/** The function of your app without which this route does not exist. */
export function requiredHook(name: RouteName): 'onSteppedUp' | 'onConfirmed' | undefined {
  return isOwnRoute(name) ? requiredHooks[ownRoutes[name].ceremony] : undefined
}

/** What a route of these ceremonies does. */
export function ownHandler(name: OwnRouteName): RouteHandler {
  const { ceremony, half } = ownRoutes[name]
  const run = half === 'begin' ? begin : finish
  return (call) => run(ceremony, call)
}

async function begin(ceremony: OwnName, { passkeys, host, carrier }: RouteCall): Promise<Response> {
  const body = parse(ceremony, bodies.ownBegin, await carrier.readBody())
  const session = await host.session()
  const methods: OwnMethods = passkeys[ceremony]
  return carrier.begin((binding) => methods.begin({ ...body, session, binding }))
}

async function finish(ceremony: OwnName, { passkeys, host, carrier }: RouteCall): Promise<Response> {
  const body = parse(ceremony, bodies.ownFinish, await carrier.readBody())
  const clientAddress = await host.clientAddress()
  const session = await host.session()
  const methods: OwnMethods = passkeys[ceremony]
  return carrier.finish(
    await respond(host, await methods.finish({ ...body, session, binding: carrier.binding(), clientAddress })),
  )
}

interface Payload {
  readonly payload?: unknown
}

type Own = RouteCall['passkeys'][OwnName]
type OwnResult = Awaited<ReturnType<Own['finish']>>

/** The two methods of any of these ceremonies. Only a confirmation takes a payload, and its schema requires it. */
interface OwnMethods {
  begin(input: Parameters<RouteCall['passkeys']['secondFactor']['begin']>[0] & Payload): ReturnType<Own['begin']>
  finish(input: Parameters<RouteCall['passkeys']['secondFactor']['finish']>[0] & Payload): Promise<OwnResult>
}

type Members = z.ZodType<Payload>

/** @throws {PasskeyError} `malformed` */
function parse<Body extends object>(ceremony: OwnName, schema: z.ZodType<Body>, value: unknown) {
  const rows: Readonly<Partial<Record<OwnName, Members>>> = ownMembers
  const members: Members = rows[ceremony] ?? z.object({})
  return { ...parseBody(schema, value), ...parseBody(members, value) }
}

/** Your app responds, by the function for this kind; where it has none, the passkey that was used is the response. */
function respond(host: HostCalls, result: OwnResult): Promise<Response> | Response {
  const { passkey, signals }: AssertionResult = result
  switch (result.kind) {
    case 'second-factor':
      return host.onSignedIn(result)
    case 'step-up':
      return host.onSteppedUp(result)
    case 'confirm':
      return host.onConfirmed(result)
    default:
      return jsonResponse({ passkey, signals })
  }
}

import { type DeviceCapabilities, PasskeyError, type PromptTrigger, type RelyingPartyPasskeys } from '@latchkey/core'
import type { RouteName } from '@latchkey/wire'
import type { BindingCarrier } from './binding-carrier.js'
import { bodies, parseBody } from './bodies.js'
import type { HostCalls } from './host-calls.js'
import { jsonResponse, noContent } from './json-response.js'
import type { PathParameters } from './match-route.js'
import type { OwnRouteName } from './own-ceremonies.js'

/** One request to one route. */
export interface RouteCall {
  /** Those of the relying party that the request is for. */
  readonly passkeys: RelyingPartyPasskeys
  readonly host: HostCalls
  /** How the body and the binding of this request travel. */
  readonly carrier: BindingCarrier
  readonly request: Request
  readonly query: URLSearchParams
  readonly parameters: PathParameters
}

export type RouteHandler = (call: RouteCall) => Promise<Response>

/** Each route calls one verb, with its input from the request, and returns its output as JSON. */
export const routeHandlers: Readonly<Record<Exclude<RouteName, OwnRouteName>, RouteHandler>> = {
  async config({ passkeys, query }) {
    return jsonResponse(await passkeys.config({ organizationId: query.get('organizationId') ?? undefined }))
  },

  async signInBegin({ passkeys, host, carrier }) {
    const body = parseBody(bodies.signInBegin, await carrier.readBody())
    const clientAddress = await host.clientAddress()
    return carrier.begin((binding) => passkeys.signIn.begin({ ...body, binding, clientAddress }))
  },

  async signInFinish({ passkeys, host, carrier }) {
    const body = parseBody(bodies.signInFinish, await carrier.readBody())
    const clientAddress = await host.clientAddress()
    const result = await passkeys.signIn.finish({ ...body, binding: carrier.binding(), clientAddress })
    return carrier.finish(await host.onSignedIn(result))
  },

  async signUpBegin({ passkeys, host, carrier }) {
    const body = parseBody(bodies.signUpBegin, await carrier.readBody())
    const clientAddress = await host.clientAddress()
    return carrier.begin((binding) => passkeys.signUp.begin({ ...body, binding, clientAddress }))
  },

  async signUpFinish({ passkeys, host, carrier }) {
    const body = parseBody(bodies.signUpFinish, await carrier.readBody())
    const clientAddress = await host.clientAddress()
    const result = await passkeys.signUp.finish({ ...body, binding: carrier.binding(), clientAddress })
    return carrier.finish(await host.onSignedIn(result))
  },

  async enrollBegin({ passkeys, host, carrier }) {
    const body = parseBody(bodies.enrollBegin, await carrier.readBody())
    const session = await host.requireSession()
    const user = { ...session.user, id: session.userId }
    return carrier.begin((binding) => passkeys.enroll.begin({ ...body, user, session, binding }))
  },

  async enrollFinish({ passkeys, host, carrier }) {
    const body = parseBody(bodies.enrollFinish, await carrier.readBody())
    const session = await host.session()
    const enrolled = await passkeys.enroll.finish({ ...body, session, binding: carrier.binding() })
    return carrier.finish(jsonResponse(enrolled, 201))
  },

  async redeemInvitation({ passkeys, host, carrier }) {
    const body = parseBody(bodies.redeemInvitation, await carrier.readBody())
    const here = { session: await host.session(), clientAddress: await host.clientAddress() }
    return carrier.begin((binding) => passkeys.invitations.redeem({ ...body, ...here, binding }))
  },

  async redeemRecoveryCode({ passkeys, host, carrier }) {
    const body = parseBody(bodies.redeemRecoveryCode, await carrier.readBody())
    const here = { session: await host.session(), clientAddress: await host.clientAddress() }
    return carrier.begin((binding) => passkeys.recovery.redeem({ ...body, ...here, binding }))
  },

  async requestOtp({ passkeys, host, carrier }) {
    const body = parseBody(bodies.requestOtp, await carrier.readBody())
    const here = { session: await host.session(), clientAddress: await host.clientAddress() }
    return carrier.begin((binding) => passkeys.otp.request({ ...body, ...here, binding }))
  },

  async completeOtp({ passkeys, host, carrier }) {
    const body = parseBody(bodies.completeOtp, await carrier.readBody())
    const session = await host.requireSession()
    const here = { session, clientAddress: await host.clientAddress() }
    const user = { ...session.user, id: session.userId }
    return carrier.resume((binding) => passkeys.otp.complete({ ...body, ...here, user, binding }))
  },

  async reportOutcome({ passkeys, carrier }) {
    await passkeys.outcome.report(parseBody(bodies.reportOutcome, await carrier.readBody()))
    return noContent()
  },

  async createRecoveryCodes({ passkeys, host }) {
    return jsonResponse(await passkeys.recovery.createCodes({ session: await host.session() }), 201)
  },

  async list({ passkeys, host }) {
    const session = await host.session()
    return jsonResponse(await passkeys.manage.list({ session, user: session?.user }))
  },

  async rename({ passkeys, host, carrier, parameters: { id = '' } }) {
    const { name } = parseBody(bodies.rename, await carrier.readBody())
    return jsonResponse(await passkeys.manage.rename({ session: await host.session(), id, name }))
  },

  async remove({ passkeys, host, parameters: { id = '' } }) {
    return jsonResponse(await passkeys.manage.remove({ session: await host.session(), id }))
  },

  async signals({ passkeys, host }) {
    const session = await host.requireSession()
    return jsonResponse(await passkeys.manage.signals({ session, user: session.user }))
  },

  async prompt({ passkeys, host, query }) {
    const session = await host.session()
    const organizationId = query.get('organizationId') ?? undefined
    const on = parseTrigger(query.get('on'))
    return jsonResponse(await passkeys.prompt.decide({ session, organizationId, on, device: parseDevice(query) }))
  },

  async answerPrompt({ passkeys, host, carrier }) {
    const body = parseBody(bodies.answerPrompt, await carrier.readBody())
    return jsonResponse(await passkeys.prompt.answer({ ...body, session: await host.session() }))
  },

  async promptShown({ passkeys, host, carrier }) {
    const body = parseBody(bodies.promptShown, await carrier.readBody())
    await passkeys.prompt.shown({ ...body, session: await host.session() })
    return noContent()
  },
}

function parseTrigger(on: string | null): PromptTrigger {
  if (on === null || on === 'sign-in') return 'sign-in'
  if (on === 'sign-up') return on
  throw new PasskeyError('malformed')
}

function parseDevice(query: URLSearchParams): DeviceCapabilities | undefined {
  if (!query.has('webauthn')) return undefined
  const says = (name: string): boolean => parseFlag(query.get(name) ?? 'false')
  return {
    webauthn: says('webauthn'),
    platformAuthenticator: says('platformAuthenticator'),
    conditionalCreate: says('conditionalCreate'),
  }
}

/** Any other word could be taken for "cannot", which may let a user through who must have a passkey. */
function parseFlag(word: string): boolean {
  if (word !== 'true' && word !== 'false') throw new PasskeyError('malformed')
  return word === 'true'
}

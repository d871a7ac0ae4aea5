import { type DeviceCapabilities, PasskeyError, type Passkeys, type PromptTrigger } from '@latchkey/core'
import type { RouteName } from '@latchkey/wire'
import { bodies, parseBody } from './bodies.js'
import { beginInBrowser, renewBinding, requireBinding } from './browser-binding.js'
import type { HostCalls } from './host-calls.js'
import { jsonResponse, noContent } from './json-response.js'
import type { PathParameters } from './match-route.js'
import type { OwnRouteName } from './own-ceremonies.js'
import { readBody } from './read-body.js'

/** One request to one route. */
export interface RouteCall {
  readonly passkeys: Passkeys
  readonly host: HostCalls
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

  async signInBegin({ passkeys, host, request }) {
    const body = parseBody(bodies.signInBegin, await readBody(request))
    const clientAddress = await host.clientAddress()
    return beginInBrowser(request, (binding) => passkeys.signIn.begin({ ...body, binding, clientAddress }))
  },

  async signInFinish({ passkeys, host, request }) {
    const body = parseBody(bodies.signInFinish, await readBody(request))
    const clientAddress = await host.clientAddress()
    const result = await passkeys.signIn.finish({ ...body, binding: requireBinding(request), clientAddress })
    return renewBinding(request, await host.onSignedIn(result))
  },

  async signUpBegin({ passkeys, host, request }) {
    const body = parseBody(bodies.signUpBegin, await readBody(request))
    const clientAddress = await host.clientAddress()
    return beginInBrowser(request, (binding) => passkeys.signUp.begin({ ...body, binding, clientAddress }))
  },

  async signUpFinish({ passkeys, host, request }) {
    const body = parseBody(bodies.signUpFinish, await readBody(request))
    const result = await passkeys.signUp.finish({ ...body, binding: requireBinding(request) })
    return renewBinding(request, await host.onSignedIn(result))
  },

  async enrollBegin({ passkeys, host, request }) {
    const body = parseBody(bodies.enrollBegin, await readBody(request))
    const session = await host.requireSession()
    const user = { ...session.user, id: session.userId }
    return beginInBrowser(request, (binding) => passkeys.enroll.begin({ ...body, user, session, binding }))
  },

  async enrollFinish({ passkeys, host, request }) {
    const body = parseBody(bodies.enrollFinish, await readBody(request))
    const session = await host.session()
    const enrolled = await passkeys.enroll.finish({ ...body, session, binding: requireBinding(request) })
    return renewBinding(request, jsonResponse(enrolled, 201))
  },

  async redeemInvitation({ passkeys, host, request }) {
    const body = parseBody(bodies.redeemInvitation, await readBody(request))
    const here = { session: await host.session(), clientAddress: await host.clientAddress() }
    return beginInBrowser(request, (binding) => passkeys.invitations.redeem({ ...body, ...here, binding }))
  },

  async redeemRecoveryCode({ passkeys, host, request }) {
    const body = parseBody(bodies.redeemRecoveryCode, await readBody(request))
    const here = { session: await host.session(), clientAddress: await host.clientAddress() }
    return beginInBrowser(request, (binding) => passkeys.recovery.redeem({ ...body, ...here, binding }))
  },

  async requestOtp({ passkeys, host, request }) {
    const body = parseBody(bodies.requestOtp, await readBody(request))
    const here = { session: await host.session(), clientAddress: await host.clientAddress() }
    return beginInBrowser(request, (binding) => passkeys.otp.request({ ...body, ...here, binding }))
  },

  async completeOtp({ passkeys, host, request }) {
    const body = parseBody(bodies.completeOtp, await readBody(request))
    const session = await host.requireSession()
    const here = { session, clientAddress: await host.clientAddress() }
    const user = { ...session.user, id: session.userId }
    return beginInBrowser(request, (binding) => passkeys.otp.complete({ ...body, ...here, user, binding }))
  },

  async reportOutcome({ passkeys, request }) {
    await passkeys.outcome.report(parseBody(bodies.reportOutcome, await readBody(request)))
    return noContent()
  },

  async createRecoveryCodes({ passkeys, host }) {
    return jsonResponse(await passkeys.recovery.createCodes({ session: await host.session() }), 201)
  },

  async list({ passkeys, host }) {
    const session = await host.session()
    return jsonResponse(await passkeys.manage.list({ session, user: session?.user }))
  },

  async rename({ passkeys, host, request, parameters: { id = '' } }) {
    const { name } = parseBody(bodies.rename, await readBody(request))
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

  async answerPrompt({ passkeys, host, request }) {
    const body = parseBody(bodies.answerPrompt, await readBody(request))
    return jsonResponse(await passkeys.prompt.answer({ ...body, session: await host.session() }))
  },

  async promptShown({ passkeys, host, request }) {
    const body = parseBody(bodies.promptShown, await readBody(request))
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

import {
  type Actor,
  type AdminPasskeyInput,
  type AdminUserInput,
  type HostUser,
  PasskeyError,
  type RelyingPartyPasskeys,
} from '@latchkey/core'
import type { AdminRouteName } from '@latchkey/wire'
import type { BindingCarrier } from './binding-carrier.js'
import { bodies, parseBody } from './bodies.js'
import type { AdminAsked } from './handler-options.js'
import type { HostCalls } from './host-calls.js'
import { jsonResponse, noContent } from './json-response.js'
import type { PathParameters } from './match-route.js'

/** One admin request to one route, which `authorizeAdmin` has allowed. */
export interface AdminCall {
  /** Those of the relying party that the request is for. */
  readonly passkeys: RelyingPartyPasskeys
  readonly host: HostCalls
  readonly carrier: BindingCarrier
  readonly request: Request
  readonly query: URLSearchParams
  readonly actor: Actor
  readonly asked: AdminAsked
  readonly parameters: PathParameters
}

export type AdminHandler = (call: AdminCall) => Promise<Response>

/** Each admin route calls one verb, with the admin as its actor. */
export const adminHandlers: Readonly<Record<AdminRouteName, AdminHandler>> = {
  async readPolicy({ passkeys }) {
    return jsonResponse(await passkeys.policy.stored())
  },

  async setPolicy({ passkeys, carrier, actor }) {
    const body = parseBody(bodies.setPolicy, await carrier.readBody())
    return jsonResponse(await passkeys.admin.policy.setEnvironment({ ...body, actor }))
  },

  async readOrganizationPolicy({ passkeys, asked: { organizationId } }) {
    return jsonResponse(await passkeys.policy.stored({ organizationId }))
  },

  async setOrganizationPolicy({ passkeys, carrier, actor, asked: { organizationId = '' } }) {
    const body = parseBody(bodies.setOrganizationPolicy, await carrier.readBody())
    return jsonResponse(await passkeys.admin.policy.setOrganization({ ...body, organizationId, actor }))
  },

  async clearOrganizationPolicy({ passkeys, query, actor, asked: { organizationId = '' } }) {
    // In the query, because not every proxy lets a DELETE have a body.
    const expectedVersion = parseNumber(query.get('expectedVersion'))
    return jsonResponse(await passkeys.admin.policy.clearOrganization({ organizationId, expectedVersion, actor }))
  },

  async effectivePolicy({ passkeys, asked: { organizationId } }) {
    return jsonResponse(await passkeys.policy.effective({ organizationId }))
  },

  async previewPolicy({ passkeys, carrier, asked: { organizationId } }) {
    const body = parseBody(bodies.previewPolicy, await carrier.readBody())
    return jsonResponse(await passkeys.admin.policy.preview({ ...body, organizationId }))
  },

  async resetPrompt(call) {
    await call.passkeys.admin.prompt.reset(aboutUser(call))
    return noContent()
  },

  async listPasskeys(call) {
    return jsonResponse(await call.passkeys.admin.passkeys.list(aboutUser(call)))
  },

  async removeAllPasskeys(call) {
    return jsonResponse(await call.passkeys.admin.passkeys.removeAll(aboutUser(call)))
  },

  async renamePasskey(call) {
    const { name } = parseBody(bodies.renamePasskey, await call.carrier.readBody())
    return jsonResponse(await call.passkeys.admin.passkeys.rename({ ...aboutPasskey(call), name }))
  },

  async removePasskey(call) {
    return jsonResponse(await call.passkeys.admin.passkeys.remove(aboutPasskey(call)))
  },

  async suspendPasskey(call) {
    return jsonResponse(await call.passkeys.admin.passkeys.suspend(aboutPasskey(call)))
  },

  async reinstatePasskey(call) {
    return jsonResponse(await call.passkeys.admin.passkeys.reinstate(aboutPasskey(call)))
  },

  async enrollForUserBegin(call) {
    const { user, attachment } = parseBody(bodies.enrollForUserBegin, await call.carrier.readBody())
    const { userId, organizationId, actor } = aboutUser(call)
    const whom = { user: withId(user, userId), organizationId, attachment, actor }
    return call.carrier.begin((binding) => call.passkeys.admin.enroll.begin({ ...whom, binding }))
  },

  async enrollForUserFinish(call) {
    const body = parseBody(bodies.enrollForUserFinish, await call.carrier.readBody())
    const binding = call.carrier.binding()
    const enrolled = await call.passkeys.admin.enroll.finish({ ...body, ...aboutUser(call), binding })
    return call.carrier.finish(jsonResponse(enrolled, 201))
  },

  async requestOtpForUser(call) {
    const clientAddress = await call.host.clientAddress()
    const about = { ...aboutUser(call), clientAddress }
    return call.carrier.begin((binding) => call.passkeys.admin.otp.request({ ...about, binding }))
  },

  async completeOtpForUser(call) {
    const { user, code, attachment } = parseBody(bodies.completeOtpForUser, await call.carrier.readBody())
    const { userId, organizationId, actor } = aboutUser(call)
    const clientAddress = await call.host.clientAddress()
    const typed = { user: withId(user, userId), code, organizationId, attachment, actor, clientAddress }
    return call.carrier.resume((binding) => call.passkeys.admin.otp.complete({ ...typed, binding }))
  },

  async inviteUser({ passkeys, carrier, actor, asked: { organizationId } }) {
    const body = parseBody(bodies.inviteUser, await carrier.readBody())
    return jsonResponse(await passkeys.admin.users.invite({ ...body, organizationId, actor }), 201)
  },

  async createInvitation(call) {
    const body = parseBody(bodies.createInvitation, await call.carrier.readBody())
    return jsonResponse(await call.passkeys.invitations.create({ ...body, ...aboutUser(call) }), 201)
  },

  async listInvitations(call) {
    return jsonResponse(await call.passkeys.invitations.list(aboutUser(call)))
  },

  async revokeInvitation(call) {
    const { id = '' } = call.parameters
    await call.passkeys.invitations.revoke({ ...aboutUser(call), id })
    return noContent()
  },

  async invalidateAccount(call) {
    await call.passkeys.admin.accounts.invalidate(aboutUser(call))
    return noContent()
  },

  async purgeAccount(call) {
    await call.passkeys.admin.accounts.purge(aboutUser(call))
    return noContent()
  },

  async readAdoption({ passkeys, query, actor, asked: { organizationId } }) {
    const span = { from: parseNumber(query.get('from')), to: parseNumber(query.get('to')) }
    return jsonResponse(await passkeys.admin.adoption({ ...span, organizationId, actor }))
  },

  async readEvents({ passkeys, query, actor, asked: { organizationId } }) {
    const [from, to, limit] = ['from', 'to', 'limit'].map((name) => parseOptionalNumber(query.get(name)))
    const after = query.get('after') || undefined
    return jsonResponse(await passkeys.admin.events({ from, to, after, limit, organizationId, actor }))
  },
}

/** The user that `authorizeAdmin` was asked about. */
function aboutUser({ actor, asked: { userId = '', organizationId } }: AdminCall): AdminUserInput {
  return { userId, organizationId, actor }
}

function aboutPasskey(call: AdminCall): AdminPasskeyInput {
  return { ...aboutUser(call), id: call.parameters.id ?? '' }
}

interface NamedUser {
  readonly name: string
  readonly displayName?: string | undefined
}

function withId({ name, displayName }: NamedUser, id: string): HostUser {
  return { id, name, ...(displayName === undefined ? {} : { displayName }) }
}

function parseOptionalNumber(text: string | null): number | undefined {
  return text === null || text === '' ? undefined : parseNumber(text)
}

function parseNumber(text: string | null): number {
  if (text === null || !/^\d{1,15}$/.test(text)) throw new PasskeyError('malformed')
  return Number(text)
}

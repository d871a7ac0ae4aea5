import { type Actor, PasskeyError, type Passkeys } from '@latchkey/core'
import type { AdminRouteName } from '@latchkey/wire'
import { bodies, parseBody } from './bodies.js'
import type { AdminAsked } from './handler-options.js'
import { jsonResponse, noContent } from './json-response.js'
import { readBody } from './read-body.js'

/** One request of the staff to one route, which the guard has let through. */
export interface AdminCall {
  readonly passkeys: Passkeys
  readonly request: Request
  readonly query: URLSearchParams
  readonly actor: Actor
  readonly asked: AdminAsked
}

export type AdminHandler = (call: AdminCall) => Promise<Response>

/** What each admin route does: one verb, with who does it. */
export const adminHandlers: Readonly<Record<AdminRouteName, AdminHandler>> = {
  async readPolicy({ passkeys }) {
    return jsonResponse(await passkeys.policy.stored())
  },

  async setPolicy({ passkeys, request, actor }) {
    const body = parseBody(bodies.setPolicy, await readBody(request))
    return jsonResponse(await passkeys.policy.setEnvironment({ ...body, actor }))
  },

  async readOrganizationPolicy({ passkeys, asked: { organizationId } }) {
    return jsonResponse(await passkeys.policy.stored({ organizationId }))
  },

  async setOrganizationPolicy({ passkeys, request, actor, asked: { organizationId = '' } }) {
    const body = parseBody(bodies.setOrganizationPolicy, await readBody(request))
    return jsonResponse(await passkeys.policy.setOrganization({ ...body, organizationId, actor }))
  },

  async clearOrganizationPolicy({ passkeys, query, actor, asked: { organizationId = '' } }) {
    const expectedVersion = parseVersion(query.get('expectedVersion'))
    return jsonResponse(await passkeys.policy.clearOrganization({ organizationId, expectedVersion, actor }))
  },

  async effectivePolicy({ passkeys, asked: { organizationId } }) {
    return jsonResponse(await passkeys.policy.effective({ organizationId }))
  },

  async previewPolicy({ passkeys, request, asked: { organizationId } }) {
    const body = parseBody(bodies.previewPolicy, await readBody(request))
    return jsonResponse(await passkeys.policy.preview({ ...body, organizationId }))
  },

  async resetPrompt({ passkeys, actor, asked: { userId = '' } }) {
    await passkeys.prompt.reset({ userId, actor })
    return noContent()
  },
}

/** In the address, because not every proxy lets a DELETE have a body. */
function parseVersion(text: string | null): number {
  if (text === null || !/^\d{1,15}$/.test(text)) throw new PasskeyError('malformed')
  return Number(text)
}

import type { Binding } from '../ceremony/binding.js'
import type { AdminEnrollCeremony } from '../ceremony/ceremony.js'
import { type Actor, adminOccasion } from '../deployment/admin-occasion.js'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { parseGivenName } from '../passkey/name-passkey.js'
import { checkMode } from '../policy/check-mode.js'
import { checkAdminsMayEnroll } from './check-admins-may-enroll.js'
import { type Enrolled, keepAnother } from './keep-another.js'

export interface AdminEnrollFinishInput {
  /** Whose passkey it will be; the user that it was begun for. */
  readonly userId: string
  /** The organisation that it was begun for, if it was for one. */
  readonly organizationId?: string | undefined
  /** Who does it; the admin who began. */
  readonly actor: Actor
  readonly ceremony: string
  /** What `credential.toJSON()` gave, as it came. */
  readonly response: unknown
  /** 1 to 100 characters; left out, it is named after its maker. */
  readonly name?: string | undefined
  readonly binding: Binding
}

/**
 * The passkey is the user's, exactly once for this ceremony, and the user has no more than the limit. It says which
 * admin enrolled it, and so does the event.
 *
 * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, and for another admin, user or organisation than it was
 *   begun with; else as `enroll.finish`. Whatever is thrown, no passkey was added.
 * @throws {TypeError} when nobody is said to do it.
 */
export async function finishAdminEnroll(deployment: Deployment, input: AdminEnrollFinishInput): Promise<Enrolled> {
  const { settings, store, policies, envelopes } = deployment
  checkAdminsMayEnroll(settings)
  adminOccasion(deployment, input.actor, {})
  const ceremony = await envelopes.open('admin-enroll', input.ceremony, input.binding)
  checkSame(ceremony, input)
  const name = parseGivenName(input.name)
  const { userId, organizationId, enrolledBy } = ceremony
  const policy = await policies.forUser(userId, organizationId)
  checkMode(policy)
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const { response } = input
  return keepAnother(deployment, { ceremony, policy, response, passkeys, name, source: 'admin', enrolledBy })
}

/** What the host has let this admin do is what was begun. */
function checkSame(ceremony: AdminEnrollCeremony, { actor, userId, organizationId }: AdminEnrollFinishInput): void {
  const isSame =
    ceremony.enrolledBy === actor.id &&
    ceremony.userId === userId &&
    ceremony.organizationId === parseOrganizationId(organizationId)
  if (!isSame) throw new PasskeyError('forbidden')
}

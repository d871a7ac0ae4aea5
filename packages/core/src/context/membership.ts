import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

/** A user, and the organisation that somebody has named with them, if any. */
export interface NamedMember {
  readonly userId: string
  readonly organizationId?: string | undefined
}

/**
 * The user belongs to the organisation that is named; answers all of the user's.
 *
 * @throws {PasskeyError} `forbidden`
 */
export async function checkMember(
  { host }: Settings,
  { userId, organizationId }: NamedMember,
): Promise<readonly string[]> {
  const organizations = (await host.organizationsOf?.({ userId })) ?? []
  if (organizationId !== undefined && !organizations.includes(organizationId)) throw new PasskeyError('forbidden')
  return organizations
}

/** Where something holds: in an organisation, or with none named in the environment. */
export interface OrganizationInput {
  readonly organizationId?: string | undefined
}

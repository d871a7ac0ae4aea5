import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'
import { parseOrganizationId } from '../parse/organization-id.js'

/**
 * The organisation whose policy holds: the session's, or the one that is named where the session has none. Naming
 * another one is no way to a laxer policy.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`
 */
export function organizationOf(session: Session, named: unknown): string | undefined {
  const organizationId = parseOrganizationId(named)
  if (organizationId === undefined || session.organizationId === undefined)
    return organizationId ?? session.organizationId
  if (organizationId !== session.organizationId) throw new PasskeyError('forbidden')
  return organizationId
}

import type { Session } from '../config/host.js'
import { PasskeyError } from '../errors.js'
import { parseOrganizationId } from '../parse/organization-id.js'

/**
 * The organisation that something is kept under: the session's, or the one that is named where the session has none.
 * It says nothing about whose policy holds, because a page may name any.
 *
 * @throws {PasskeyError} `forbidden` for another one than the session's; `malformed`
 */
export function organizationOf(session: Session, named: unknown): string | undefined {
  const organizationId = parseOrganizationId(named)
  if (organizationId === undefined || session.organizationId === undefined)
    return organizationId ?? session.organizationId
  if (organizationId !== session.organizationId) throw new PasskeyError('forbidden')
  return organizationId
}

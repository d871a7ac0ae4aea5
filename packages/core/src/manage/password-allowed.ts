import type { Deployment } from '../deployment/deployment.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { isUsable } from '../passkey/is-usable.js'

export interface PasswordAllowedInput {
  readonly userId: string
  readonly organizationId?: string | undefined
}

/**
 * Whether a password may still sign this user in. It may wherever a passkey could not: the last way in is never closed.
 *
 * @throws {PasskeyError} `forbidden` for an organisation that is not the user's; `malformed`; `storage_unavailable`
 */
export async function passwordAllowed(deployment: Deployment, input: PasswordAllowedInput): Promise<boolean> {
  const { settings, store, policies } = deployment
  const policy = await policies.forUser(input.userId, parseOrganizationId(input.organizationId))
  if (policy.password === 'allowed' || policy.use === 'second-factor') return true
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, input.userId)
  return !passkeys.some((passkey) => isUsable(passkey, policy))
}

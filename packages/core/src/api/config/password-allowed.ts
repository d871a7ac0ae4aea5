import type { Context } from '../../context/context.js'
import { parseOrganizationId } from '../../host/organization-id.js'
import { canSignIn } from '../../passkey/usability.js'

export interface PasswordAllowedInput {
  readonly userId: string
  /** The organization that the host's sign-in page names when it begins a sign-in by passkey. */
  readonly organizationId?: string | undefined
}

/**
 * Whether a password may still sign this user in. It may unless one of the user's passkeys certainly
 * can, at the same door: the last way in is never closed.
 *
 * @throws {PasskeyError} `forbidden` for an organization that is not the user's; `malformed`; `storage_unavailable`
 */
export async function passwordAllowed(context: Context, input: PasswordAllowedInput): Promise<boolean> {
  const { settings, store, policies } = context
  const organizationId = parseOrganizationId(input.organizationId)
  const policy = await policies.forUser(input.userId, organizationId)
  if (policy.password === 'allowed') return true
  // A sign-in begins under this one, before anybody knows whose organizations count.
  const door = await policies.forStranger(organizationId)
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, input.userId)
  return !passkeys.some((passkey) => canSignIn(passkey, door) && canSignIn(passkey, policy))
}

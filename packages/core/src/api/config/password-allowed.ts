import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { trustToday } from '../../context/trust-today.js'
import { parseOrganizationId } from '../../host/ids.js'
import { canSignIn, isOpenAt } from '../../passkey/usability.js'

/** What `passwordAllowed` takes. */
export interface PasswordAllowedInput extends RelyingPartyInput {
  readonly userId: string
  /**
   * The organization that your sign-in page names when it begins a sign-in with a passkey.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
}

/**
 * May a password still sign this user in? Yes, unless one of the user's passkeys certainly can in the same place: the
 * last sign-in method is never blocked. See `Passkeys`.
 */
export async function passwordAllowed(context: Context, input: PasswordAllowedInput): Promise<boolean> {
  const { settings, store, policies } = context
  const organizationId = parseOrganizationId(input.organizationId)
  const policy = await policies.forUser(input.userId, organizationId)
  if (policy.password === 'allowed') return true
  // A sign-in begins under this policy, before the user's organizations are known.
  const strangerPolicy = await policies.forStranger(organizationId)
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, input.userId)
  const [atDoor, today] = await Promise.all([trustToday(context, strangerPolicy), trustToday(context, policy)])
  return !passkeys.some(
    (passkey) =>
      isOpenAt(passkey, organizationId) &&
      canSignIn(atDoor(passkey), strangerPolicy) &&
      canSignIn(today(passkey), policy),
  )
}

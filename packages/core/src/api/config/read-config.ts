import type { ConfigJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import { maySignUp } from '../../context/may-sign-up.js'
import type { OrganizationInput } from '../../context/membership.js'
import { parseOrganizationId } from '../../host/ids.js'
import { askedProfile } from '../../host/profile.js'

/** The settings that a page needs before the user is known. See `Passkeys`. */
export async function readConfig(context: Context, input: OrganizationInput): Promise<ConfigJSON> {
  const { settings, policies } = context
  const organizationId = parseOrganizationId(input.organizationId)
  const policy = await policies.forStranger(organizationId)
  const { mode, flow, signInUi, use, preferred } = policy
  const signUp = maySignUp(settings, policy) && (await mayLetStrangersIn(context, organizationId))
  const profile = signUp ? { profile: await askedProfile(settings.profile) } : {}
  return { rpId: settings.relyingParty.id, mode, flow, signInUi, use, preferred, signUp, ...profile }
}

/**
 * If the environment disallows sign-ups, an organization allows them only for users whom `maySignUp` accepts, at begin.
 */
async function mayLetStrangersIn(
  { settings, policies }: Context,
  organizationId: string | undefined,
): Promise<boolean> {
  if (organizationId === undefined || settings.host.maySignUp) return true
  return maySignUp(settings, await policies.forStranger(undefined))
}

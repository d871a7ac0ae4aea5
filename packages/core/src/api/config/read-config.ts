import type { ConfigJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import { maySignUp } from '../../context/may-sign-up.js'
import type { OrganizationInput } from '../../context/membership.js'
import { parseOrganizationId } from '../../host/organization-id.js'
import { askedProfile } from '../../host/profile.js'

/**
 * What a page must know before anyone has signed in.
 *
 * @throws {PasskeyError} `malformed` for an organisation that cannot be one; `storage_unavailable`
 */
export async function readConfig(context: Context, input: OrganizationInput): Promise<ConfigJSON> {
  const { settings, policies } = context
  const organizationId = parseOrganizationId(input.organizationId)
  const policy = await policies.forStranger(organizationId)
  const { mode, flow, signInUi, use, preferred } = policy
  const signUp = maySignUp(settings, policy) && (await mayLetStrangersIn(context, organizationId))
  const profile = signUp ? { profile: await askedProfile(settings.profile) } : {}
  return { rpId: settings.relyingParty.id, mode, flow, signInUi, use, preferred, signUp, ...profile }
}

/** Where the environment allows no sign-up, an organization does only if the host names the user, which begin asks. */
async function mayLetStrangersIn(
  { settings, policies }: Context,
  organizationId: string | undefined,
): Promise<boolean> {
  if (organizationId === undefined || settings.host.maySignUp) return true
  return maySignUp(settings, await policies.forStranger(undefined))
}

import type { ConfigJSON } from '@latchkey/wire'
import type { Deployment } from '../deployment/deployment.js'
import type { InOrganization } from '../deployment/in-organization.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { askedProfile } from '../parse/profile.js'
import { maySignUp } from './check-may-sign-up.js'

/**
 * What a page must know before anyone has signed in.
 *
 * @throws {PasskeyError} `malformed` for an organisation that cannot be one; `storage_unavailable`
 */
export async function readConfig(deployment: Deployment, input: InOrganization): Promise<ConfigJSON> {
  const { settings, policies } = deployment
  const { policy } = await policies.resolved(parseOrganizationId(input.organizationId))
  const { mode, flow, signInUi, use, preferred } = policy
  const signUp = maySignUp(settings, policy)
  const profile = signUp ? { profile: await askedProfile(settings.profile) } : {}
  return { rpId: settings.relyingParty.id, mode, flow, signInUi, use, preferred, signUp, ...profile }
}

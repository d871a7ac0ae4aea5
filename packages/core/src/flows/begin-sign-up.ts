import { type CreationOptionsJSON, encodeBase64url } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { HostUser } from '../config/host.js'
import type { Settings } from '../config/settings.js'
import type { Deployment } from '../deployment/deployment.js'
import { parseOrganizationId } from '../parse/organization-id.js'
import { type Profile, parseProfile } from '../parse/profile.js'
import { identifierNames } from '../parse/profile-fields.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import { askForPasskey } from './ask-for-passkey.js'
import { attachmentOf } from './attachment-of.js'
import { checkFree } from './check-free.js'
import { checkMaySignUp } from './check-may-sign-up.js'

export interface SignUpBeginInput {
  /** A `Profile` as the page sent it: `email`, `phone`, `username`, `displayName` and `attributes`, as far as asked for. */
  readonly profile: unknown
  /** Whose policy holds; whether the new user will belong to it is for `host.createUser` to say. */
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

export interface BegunSignUp {
  /** Opaque; goes back to `signUp.finish`. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/**
 * Begins the sign-up of a new user whose way in is a passkey: writes nothing. The user's id and profile are sealed.
 *
 * @throws {PasskeyError} `passkeys_off`; `forbidden` where the policy lets nobody sign up with a passkey, or the host
 *   has no `createUser`; `malformed` and `identifier_taken`, with `complaints` that name the members of the profile;
 *   `too_large` for a profile of more than 2000 bytes.
 */
export async function beginSignUp(deployment: Deployment, input: SignUpBeginInput): Promise<BegunSignUp> {
  const { settings, policies, envelopes } = deployment
  const organizationId = parseOrganizationId(input.organizationId)
  const { policy } = await policies.resolved(organizationId)
  checkMaySignUp(settings, policy)
  const { profile, sealable } = await parseProfile(input.profile, settings.profile)
  const user = describeUser(await newUserId(settings), profile)
  await checkFree(settings, { userId: user.id, profile })
  const { ceremony, options } = await askForPasskey(settings, policy, {
    user,
    userHandle: newUserHandle(settings),
    accountVersion: 0,
    exclude: [],
    attachment: attachmentOf(policy, undefined),
    organizationId,
    binding: input.binding,
  })
  return { ceremony: await envelopes.seal('sign-up', { ...ceremony, profile: sealable }), options }
}

/** What the authenticator shows: the first identifier there is, and how the user wants to be called. */
function describeUser(id: string, profile: Profile): HostUser {
  const [name = ''] = identifierNames.flatMap((identifier) => profile[identifier] ?? [])
  return { id, name, displayName: profile.displayName ?? name }
}

const longestUserId = 255

async function newUserId({ host, randomBytes }: Settings): Promise<string> {
  if (!host.newUserId) return encodeBase64url(randomBytes(16))
  const userId = await host.newUserId()
  const isId = typeof userId === 'string' && userId !== '' && [...userId].length <= longestUserId
  if (!isId) throw new TypeError('host.newUserId must answer a text of 1 to 255 characters.')
  return userId
}

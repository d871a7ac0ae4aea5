import type { UserPasskeys } from '@latchkey/storage'
import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Binding } from '../ceremony/binding.js'
import type { HostUser } from '../config/host.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { describeCredentials } from '../options/credential-descriptors.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { type AskedForPasskey, askForPasskey } from './ask-for-passkey.js'
import { attachmentOf } from './attachment-of.js'
import { handleOf } from './handle-of.js'

/** One passkey more for a user whom the host knows. */
export interface AnotherPasskey {
  readonly user: HostUser
  /** What the user has. */
  readonly held: UserPasskeys
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/**
 * Asks for a passkey beside those that the user has, all of which are excluded, so that no authenticator makes a second.
 *
 * @throws {PasskeyError} `forbidden` for an attachment that the policy does not allow; `limit_reached`
 * @throws {TypeError} when the user has no name.
 */
export async function askForAnother(
  settings: Settings,
  policy: EffectivePolicy,
  { held, attachment, ...another }: AnotherPasskey,
): Promise<AskedForPasskey> {
  const { name } = another.user
  if (typeof name !== 'string' || name === '') throw new TypeError('user.name is missing: authenticators show it.')
  const where = attachmentOf(policy, attachment)
  if (held.passkeys.length >= policy.limit) throw new PasskeyError('limit_reached')
  return askForPasskey(settings, policy, {
    ...another,
    attachment: where,
    userHandle: handleOf(held.account) ?? newUserHandle(settings),
    accountVersion: held.account?.version ?? 0,
    exclude: describeCredentials(held.passkeys),
  })
}

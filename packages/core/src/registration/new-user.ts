import { encodeBase64url } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import { PasskeyError, type PasskeyErrorOptions } from '../errors.js'
import { findUser } from '../host/find-user.js'
import type { HostUser, NewUser } from '../host/host.js'
import { assertHostId } from '../host/ids.js'
import { identifierNames, type Profile } from '../host/profile.js'

/** The names that the authenticator shows: the first identifier of the profile, and the display name. */
export function describeUser(id: string, profile: Profile): HostUser {
  const [name = ''] = identifierNames.flatMap((identifier) => profile[identifier] ?? [])
  return { id, name, displayName: profile.displayName ?? name }
}

export async function newUserId({ host, randomBytes }: Settings): Promise<string> {
  return host.newUserId ? assertHostId(await host.newUserId(), 'newUserId') : encodeBase64url(randomBytes(16))
}

/**
 * No other user has an identifier of the profile.
 *
 * @throws {PasskeyError} `identifier_taken`, with an issue for each that is taken.
 */
export async function assertIdentifiersFree(
  { host }: Settings,
  { userId, profile }: NewUser,
  { cause }: Pick<PasskeyErrorOptions, 'cause'> = {},
): Promise<void> {
  const owners = await Promise.all(
    identifierNames.map(async (name) => {
      const identifier = profile[name]
      return { name, owner: identifier === undefined ? undefined : await findUser(host, identifier) }
    }),
  )
  const taken = owners.filter(({ owner }) => owner && owner.id !== userId)
  if (taken.length === 0) return
  throw new PasskeyError('identifier_taken', {
    cause,
    issues: taken.map(({ name }) => ({ path: name, message: 'is taken' })),
  })
}

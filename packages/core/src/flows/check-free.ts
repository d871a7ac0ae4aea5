import type { NewUser } from '../config/host.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError, type PasskeyErrorOptions } from '../errors.js'
import { identifierNames } from '../parse/profile-fields.js'

/**
 * Nobody else has an identifier of the profile.
 *
 * @throws {PasskeyError} `identifier_taken`, with a complaint for each that somebody has.
 */
export async function checkFree(
  { host }: Settings,
  { userId, profile }: NewUser,
  { cause }: Pick<PasskeyErrorOptions, 'cause'> = {},
): Promise<void> {
  const owners = await Promise.all(
    identifierNames.map(async (name) => {
      const identifier = profile[name]
      return { name, owner: identifier === undefined ? undefined : await host.findUser?.(identifier) }
    }),
  )
  const taken = owners.filter(({ owner }) => owner && owner.id !== userId)
  if (taken.length === 0) return
  throw new PasskeyError('identifier_taken', { cause, complaints: taken.map(({ name }) => `${name}: is taken`) })
}

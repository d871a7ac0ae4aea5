import type { PasskeyRecord } from '@latchkey/storage'
import type { NewUser } from '../config/host.js'
import type { Settings } from '../config/settings.js'
import type { Deployment } from '../deployment/deployment.js'
import { PasskeyError } from '../errors.js'
import { checkFree } from './check-free.js'
import { keepPasskey, type NewPasskey } from './keep-passkey.js'
import { settleSignUp } from './settle-sign-up.js'

/**
 * User and passkey come into being together or not at all: in one transaction, or, where the host has a `confirmUser`,
 * by a pending user who becomes one with the passkey.
 *
 * @throws {PasskeyError} what `keepPasskey` throws; `identifier_taken`, also where a unique index of the host's has
 *   decided; what the host rejects with.
 */
export async function keepUser(deployment: Deployment, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const keep = deployment.settings.host.confirmUser ? keepOneAfterTheOther : keepAtOnce
  return keep(deployment, user, added)
}

function keepAtOnce(deployment: Deployment, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = deployment
  const createUser = async (transaction: unknown) => settings.host.createUser?.(user, transaction)
  return orIdentifierTaken(settings, user, () => keepPasskey(deployment, { ...added, createUser }))
}

/** Whichever step is the last that happens, the user is settled by what is kept then. */
async function keepOneAfterTheOther(deployment: Deployment, user: NewUser, added: NewPasskey): Promise<PasskeyRecord> {
  const { settings } = deployment
  const { userId } = user
  await orIdentifierTaken(settings, user, async () => settings.host.createUser?.(user))
  try {
    const passkey = await keepPasskey(deployment, added)
    await settings.host.confirmUser?.({ userId })
    return passkey
  } catch (error) {
    // What cannot be settled now is so later; what went wrong first is what is told.
    await settleSignUp(deployment, { userId }).catch(() => undefined)
    throw error
  }
}

/** The host need not know our codes: who has lost the race for an identifier finds it with somebody else. */
async function orIdentifierTaken<Made>(settings: Settings, user: NewUser, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (cause) {
    if (!(cause instanceof PasskeyError)) await checkFree(settings, user, { cause })
    throw cause
  }
}

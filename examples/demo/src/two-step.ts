import { isPasskeyError, type PasskeyErrorCode, type Passkeys, unsafelyUnbound } from '@latchkey/core'
import { database } from './database.js'

/** Whether the user signs in with two steps: the user's own choice. */
export const twoStep = {
  async isOn(userId: string): Promise<boolean> {
    const row = await database
      .selectFrom('two_step_users')
      .select('user_id')
      .where('user_id', '=', userId)
      .executeTakeFirst()
    return row !== undefined
  },

  async turnOn(userId: string): Promise<void> {
    const insert = database.insertInto('two_step_users').values({ user_id: userId })
    await insert.onConflict((conflict) => conflict.column('user_id').doNothing()).execute()
  },

  async turnOff(userId: string): Promise<void> {
    await database.deleteFrom('two_step_users').where('user_id', '=', userId).execute()
  },

  /** Whether a password alone is not enough. Without a passkey that works there is no second step. */
  async isMissing({ secondFactor }: Pick<Passkeys, 'secondFactor'>, userId: string): Promise<boolean> {
    if (!(await twoStep.isOn(userId))) return false
    const at = Date.now()
    const session = { userId, authenticatedAt: at, methods: [{ name: 'password', at }], partial: true }
    try {
      await secondFactor.begin({ session, binding: unsafelyUnbound })
      return true
    } catch (error) {
      if (isPasskeyError(error) && withoutSecondStep.has(error.code)) return false
      throw error
    }
  },
}

/** No usable passkey, passkeys as a first factor only, no passkeys at all. */
const withoutSecondStep: ReadonlySet<PasskeyErrorCode> = new Set(['not_found', 'forbidden', 'passkeys_off'])

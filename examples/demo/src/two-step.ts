import type { Passkeys } from '@latchkey/core'
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
  async isMissing({ config, manage }: Pick<Passkeys, 'config' | 'manage'>, userId: string): Promise<boolean> {
    if (!(await twoStep.isOn(userId))) return false
    const { mode, use } = await config()
    if (mode === 'off' || use === 'first-factor') return false
    const at = Date.now()
    const session = { userId, authenticatedAt: at, methods: [{ name: 'password', at }] }
    return (await manage.list({ session })).passkeys.some(({ status }) => status === 'active')
  },
}

import { database } from './database.js'
import { environment } from './environment.js'
import { users } from './users.js'

const wardens = ['warden@fieldnotes.example', 'ranger@fieldnotes.example']

for (const email of wardens) {
  const warden = await users.create({ email, password: environment.wardensPassword })
  // Whoever took the address before there were wardens is none.
  if (warden) await database.insertInto('staff').values({ user_id: warden.id }).execute()
}

/** Who may change the passkey policy. */
export const staff = {
  async includes(userId: string): Promise<boolean> {
    const row = await database.selectFrom('staff').select('user_id').where('user_id', '=', userId).executeTakeFirst()
    return row !== undefined
  },

  /** Said on the console, to whoever started the demo. */
  introduction: `Wardens set the passkey policy: ${wardens.join(' or ')}, password ${environment.wardensPassword}`,
}

import { database } from './database.js'
import { environment } from './environment.js'
import { users } from './users.js'

const emails = ['admin@fieldnotes.example', 'second-admin@fieldnotes.example']

for (const email of emails) {
  const admin = await users.create({ email, password: environment.adminPassword })
  // An account that already has this address does not become an admin.
  if (admin) await database.insertInto('admins').values({ user_id: admin.id }).execute()
}

/** The users who can change the passkey policy and manage passkeys. */
export const admins = {
  async includes(userId: string): Promise<boolean> {
    const row = await database.selectFrom('admins').select('user_id').where('user_id', '=', userId).executeTakeFirst()
    return row !== undefined
  },

  /** The server prints this when it starts. */
  introduction: `Admin accounts: ${emails.join(' and ')}, password ${environment.adminPassword}`,
}

import { randomUUID } from 'node:crypto'
import type { Notice } from '@latchkey/core'
import { database } from './database.js'

const mostOfUser = 100

/** What the app would send by e-mail: the demo sends no mail and shows it on the account page. */
export const notices = {
  /** Stores a notice. Older ones of the user are deleted: only the last ones are shown. */
  async send(notice: Notice): Promise<void> {
    const row = { id: randomUUID(), user_id: notice.userId, at: notice.at, notice: JSON.stringify(notice) }
    await database.insertInto('notices').values(row).execute()
    const ofUser = database.selectFrom('notices').select('id').where('user_id', '=', notice.userId)
    const newest = ofUser.orderBy('at', 'desc').limit(mostOfUser)
    const older = database.deleteFrom('notices').where('user_id', '=', notice.userId).where('id', 'not in', newest)
    await older.execute()
  },

  /** The newest first. */
  async last(userId: string, limit: number): Promise<readonly Notice[]> {
    const query = database.selectFrom('notices').select('notice').where('user_id', '=', userId)
    const rows = await query.orderBy('at', 'desc').limit(limit).execute()
    return rows.map(({ notice }) => JSON.parse(notice))
  },
}

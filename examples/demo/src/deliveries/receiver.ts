import type { PasskeyEvent } from '@latchkey/core'
import { database } from '../database.js'

export interface Receipt {
  readonly id: string
  readonly receivedAt: number
  readonly type: PasskeyEvent['name']
  readonly userId?: string
}

/** Older ones are deleted: a receiver that stores what others send it needs a limit. */
const mostStored = 1000

let isRunning = true

/** Another program that wants to know what happened, such as a CRM. Here it is part of the demo. */
export const receiver = {
  get isRunning(): boolean {
    return isRunning
  },

  start(): void {
    isRunning = true
  },

  /** From now on it answers every webhook with 500. */
  stop(): void {
    isRunning = false
  },

  /** A webhook can come twice: its id says whether it did. */
  async accept({ id, receivedAt, type, userId }: Receipt): Promise<void> {
    const row = { id, received_at: receivedAt, type, user_id: userId ?? null }
    const insert = database.insertInto('received_webhooks').values(row)
    await insert.onConflict((conflict) => conflict.column('id').doNothing()).execute()
    const newest = database.selectFrom('received_webhooks').select('id').orderBy('id', 'desc').limit(mostStored)
    await database.deleteFrom('received_webhooks').where('id', 'not in', newest).execute()
  },

  /** The newest first. */
  async last(limit: number): Promise<readonly Receipt[]> {
    const query = database.selectFrom('received_webhooks').selectAll().orderBy('id', 'desc').limit(limit)
    return (await query.execute()).map(({ id, received_at, type, user_id }) => ({
      id,
      receivedAt: received_at,
      type: type as Receipt['type'],
      ...(user_id !== null && { userId: user_id }),
    }))
  },
}

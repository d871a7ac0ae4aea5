import { randomUUID } from 'node:crypto'
import type { Confirm } from '@latchkey/core'
import { database } from './database.js'
import { isObject } from './is-object.js'

/** What the user sends, and to which address. */
export interface TransferPayload {
  readonly type: 'transfer'
  readonly to: string
  /** In euros, such as `12.50`. */
  readonly amount: string
}

export interface Transfer {
  readonly id: string
  readonly confirmedAt: number
  readonly payload: TransferPayload
  readonly receipt: Confirm['receipt']
  /** base64url */
  readonly publicKey: string
}

export function isTransfer(payload: unknown): payload is TransferPayload {
  if (!isObject(payload) || payload.type !== 'transfer') return false
  const { to, amount } = payload
  const isAmount = typeof amount === 'string' && /^(?!0+\.00$)\d{1,6}\.\d{2}$/.test(amount)
  return isAmount && typeof to === 'string' && to.trim() === to && to.length >= 1 && to.length <= 100
}

/** Transfers that users have confirmed with a passkey, each with its receipt. */
export const transfers = {
  async make({ userId, payload, receipt }: Pick<Confirm, 'userId' | 'payload' | 'receipt'>): Promise<string> {
    const id = randomUUID()
    const row = {
      id,
      user_id: userId,
      confirmed_at: receipt.finishedAt,
      payload: JSON.stringify(payload),
      receipt: JSON.stringify(receipt),
      public_key: receipt.credential.publicKey,
    }
    await database.insertInto('transfers').values(row).execute()
    return id
  },

  /** The newest first. */
  async of(userId: string): Promise<readonly Transfer[]> {
    const query = database.selectFrom('transfers').selectAll().where('user_id', '=', userId)
    const rows = await query.orderBy('confirmed_at', 'desc').limit(20).execute()
    return rows.map((row) => ({
      id: row.id,
      confirmedAt: row.confirmed_at,
      payload: JSON.parse(row.payload),
      receipt: JSON.parse(row.receipt),
      publicKey: row.public_key,
    }))
  },
}

/**
 * A process of its own on the SQLite file that is its argument: does what the parent says, when the parent says so,
 * and tells the outcome.
 */

import { sampleSpend, sampleUse } from '@latchkey/testing'
import { openSqlite } from './open-sqlite.js'

export type ChildOrder = { readonly order: 'migrate' } | { readonly order: 'recordUse'; readonly spendId: string }

const { storage } = openSqlite(process.argv[2] ?? '')

async function obey(order: ChildOrder): Promise<unknown> {
  if (order.order === 'migrate') return storage.schema?.migrate()
  return storage.passkeys.recordUse(sampleUse({ spend: sampleSpend(order.spendId) }))
}

process.on('message', (order: ChildOrder) => {
  obey(order).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.(String(error)),
  )
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

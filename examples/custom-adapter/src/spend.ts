import { assertStorable, type Spend } from '@latchkey/storage'
import type { Database } from './database.js'
import { keepEnding } from './endings.js'
import { digestKey } from './keys.js'

/** Whether one of them was spent before, or is named twice. */
export function isAnySpent({ spent }: Database, spend: readonly Spend[]): boolean {
  const ids = new Set(spend.map(({ id }) => id))
  return ids.size < spend.length || spend.some(({ id }) => spent.get(digestKey(id)) !== undefined)
}

export function spendAll(database: Database, spend: readonly Spend[]): void {
  for (const { id, expiresAt } of spend) {
    const key = digestKey(id)
    database.spent.putSync(key, expiresAt)
    keepEnding(database, 'spent', expiresAt, key)
  }
}

export function isSpent(database: Database, id: Spend['id']): boolean {
  assertStorable({ id })
  return database.read(() => database.spent.get(digestKey(id)) !== undefined)
}

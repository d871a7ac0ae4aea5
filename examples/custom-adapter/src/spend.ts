import { assertStorable, type Spend } from '@latchkey/storage'
import type { Database } from './database.js'
import { keepEnding } from './endings.js'
import { digestKey } from './keys.js'

const forgottenKey = Buffer.from('until')

/** Whether one of them was spent before, even if a sweep may have deleted it, or is named twice. */
export function isAnySpent({ spent, forgotten }: Database, spend: readonly Spend[]): boolean {
  const ids = new Set(spend.map(({ id }) => id))
  if (ids.size < spend.length) return true
  const until = forgotten.get(forgottenKey) ?? -Infinity
  return spend.some(
    ({ id, expiresAt, code }) => spent.get(digestKey(id)) !== undefined || (code === undefined && expiresAt <= until),
  )
}

/** Deletes one, and stores the newest expiry that was deleted. */
export function forgetSpent({ spent, forgotten }: Database, key: Buffer): boolean {
  const until = Math.max(forgotten.get(forgottenKey) ?? 0, spent.get(key) ?? 0)
  forgotten.putSync(forgottenKey, until)
  return spent.removeSync(key)
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

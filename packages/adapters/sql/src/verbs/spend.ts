import { assertStorable, type Spend } from '@latchkey/storage'
import type { Database, Step } from '../database/database.js'
import { boundOf, type SpentStatements } from '../statements/spent.js'
import { refuseLongKey } from '../values/refuse-long-key.js'

export interface Spending {
  readonly database: Database
  readonly spent: SpentStatements
}

/** @throws {RangeError} for an id that a database would cut. */
export function assertStorableSpend(spend: Spend): void {
  assertStorable(spend)
  refuseLongKey('The id to spend', spend.id)
}

/** Whether the spends name one twice. The database is not asked. */
export function namesTwice(spend: readonly Spend[]): boolean {
  return new Set(spend.map(({ id }) => id)).size < spend.length
}

/** The codes among the spends. */
export function codesOf(spend: readonly Spend[]): readonly string[] {
  return spend.filter(({ code }) => code).map(({ id }) => id)
}

/** For a statement that spends: a JSON array, and from which expiry on the forgotten row covers one. */
export function spendValues(spend: readonly Spend[]): { readonly spends: string; readonly bound: number } {
  const rows = spend.map(({ id, expiresAt }) => ({ id, expires_at: expiresAt }))
  return { spends: JSON.stringify(rows), bound: boundOf(spend) }
}

/** Marks them as spent, if the step before has changed a row; a key that is taken makes the last of them fail. */
export function spendSteps({ database, spent }: Spending, spend: readonly Spend[]): readonly Step[] {
  const inserts = spend.map((one) => ({
    ...spent.insert({ id: one.id, expires_at: one.expiresAt, bound: boundOf([one]) }),
    must: 1,
  }))
  if (database.dialect.name !== 'mysql' || spend.length === 0) return inserts
  return [...inserts, { ...spent.selectCovering({ bound: boundOf(spend) }), mustFindNone: true }]
}

/** Whether any of these is spent, or may have been: a sweep has deleted ids that expired later. */
export async function isAnySpent({ database, spent }: Spending, spend: readonly Spend[]): Promise<boolean> {
  if (spend.length === 0) return false
  const ids = spend.map(({ id }) => id)
  const found = await database.read(spent.selectSpent({ ids }))
  return found.length > 0 || (await database.read(spent.selectCovering({ bound: boundOf(spend) }))).length > 0
}

export async function isSpent({ database, spent }: Spending, id: Spend['id']): Promise<boolean> {
  assertStorable({ id })
  return (await database.read(spent.find({ id }))).length > 0
}

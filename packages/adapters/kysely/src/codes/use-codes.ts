import type { Spend } from '@latchkey/storage'
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely'
import type { Query } from '../dialects/dialect.js'
import type { LatchkeyTables } from '../schema/tables.js'
import { codesOf } from '../spent/spend.js'

/** Marks the codes among the spends as used; false if one of them does not exist, was used or has expired. */
export async function useCodes(query: Query, spend: readonly Spend[], usedAt: number): Promise<boolean> {
  const ids = codesOf(spend)
  if (ids.length === 0) return true
  const { numUpdatedRows } = await query
    .updateTable('latchkey_codes')
    .set({ used_at: usedAt })
    .where('id', 'in', ids)
    .where(isRedeemable(usedAt))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === BigInt(ids.length)
}

/** Whether all the codes among the spends could be used. */
export async function areRedeemable(query: Query, spend: readonly Spend[], at: number): Promise<boolean> {
  const ids = codesOf(spend)
  if (ids.length === 0) return true
  const codes = query.selectFrom('latchkey_codes').select('id').where('id', 'in', ids).where(isRedeemable(at))
  return (await codes.execute()).length === ids.length
}

/** Unused, and not expired. */
export function isRedeemable(at: number) {
  return (
    where: ExpressionBuilder<LatchkeyTables, 'latchkey_codes'>,
  ): ExpressionWrapper<LatchkeyTables, 'latchkey_codes', SqlBool> =>
    where.and([where('used_at', 'is', null), where.or([where('expires_at', 'is', null), where('expires_at', '>', at)])])
}

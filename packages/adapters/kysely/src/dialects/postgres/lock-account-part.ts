import type { AccountTarget } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'

/** The part of a statement that locks the account, and sees it as the last transaction before has left it. */
export function lockAccountPart({ rpId, userId }: AccountTarget): RawBuilder<unknown> {
  return sql`account as (
    select active_count from latchkey_accounts where rp_id = ${rpId} and user_id = ${userId} for no key update
  )`
}

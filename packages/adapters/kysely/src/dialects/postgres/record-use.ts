import type { UseChange } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import { toAttestationColumns } from '../../passkeys/passkey-row.js'
import { isActiveAt } from '../../passkeys/suspended-by.js'
import { withTransports } from '../../passkeys/with-transports.js'
import { fromBoolean } from '../../values/kept-values.js'
import { concatTexts } from '../concat-texts.js'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'
import { insertSpentPart } from './insert-spent-part.js'

/**
 * Each part changes something only if the one before it has; a taken key undoes all of them. The account is locked,
 * against changes only: otherwise this could wait for the passkey while the version is raised, and would then be
 * recorded after it.
 */
export const recordUse: OneStatement['recordUse'] = async (query, use) => {
  const { rpId, id, userId, spend, accountVersion, expectedSignCount, change, events } = use
  const transports = change.transports
    ? sql`transports = ${withTransports({ concat: concatTexts }, change.transports)},`
    : sql``
  const parts = [
    sql`account as (
      select from latchkey_accounts
      where rp_id = ${rpId} and user_id = ${userId} and version = ${accountVersion}
      for share
    )`,
    sql`used as (
      update latchkey_passkeys set
        sign_count = ${Math.max(expectedSignCount, change.signCount)},
        sign_in_count = sign_in_count + 1,
        last_used_at = ${change.lastUsedAt},
        backup_eligible = ${fromBoolean(change.backupEligible)},
        backed_up = ${fromBoolean(change.backedUp)},
        ${transports}
        ${attestationPart(change)}
        ${change.usedHere ? sql`used_here = 1,` : sql``}
        user_verified = greatest(user_verified, ${fromBoolean(change.userVerified)})
      from account
      where rp_id = ${rpId} and id = ${id} and user_id = ${userId}
        and status = 'active' and ${isActiveAt(use.organizationId)} and sign_count = ${expectedSignCount}
      returning id
    )`,
    insertSpentPart([spend], sql`used`),
    ...eventsWhereChanged(sql`used`, events),
  ]
  const { rows } = await sql`with ${sql.join(parts)} select id from used`.execute(query)
  return rows.length === 1
}

/** The assignment, if the attestation could be checked only now. */
function attestationPart({ attestation }: UseChange): RawBuilder<unknown> {
  if (attestation === undefined) return sql``
  const columns = Object.entries(toAttestationColumns(attestation))
  return sql.join(
    columns.map(([column, value]) => sql`${sql.ref(column)} = ${value},`),
    sql` `,
  )
}

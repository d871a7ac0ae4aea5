import { type CodeRecord, type CodeStore, refuseUnfit } from '@latchkey/storage'
import type { Insertable, Selectable } from 'kysely'
import type { Database } from './database.js'
import { keepEvents } from './keep-events.js'
import { toBytes, toNumber } from './kept-values.js'
import type { CodeTable } from './tables.js'

export function sqlCodes(database: Database): CodeStore {
  return {
    create: async (codes, events) => {
      for (const record of [...codes, ...events]) refuseUnfit(record)
      return database.transact(async ({ query }) => {
        if (codes.length > 0) await query.insertInto('latchkey_codes').values(codes.map(toRow)).execute()
        await keepEvents(query, events)
      })
    },
    tryRedeem: async (id, hash, now) => tryRedeem(database, id, hash, now),
    revoke: async (id, events) => {
      for (const record of [{ id }, ...events]) refuseUnfit(record)
      return database.transact(async ({ query }) => {
        const { numDeletedRows } = await query
          .deleteFrom('latchkey_codes')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        if (numDeletedRows === 0n) return 'gone'
        await keepEvents(query, events)
        return 'done'
      })
    },
  }
}

function tryRedeem(
  database: Database,
  id: string,
  hash: Uint8Array,
  now: number,
): Promise<{ readonly code: CodeRecord } | 'refused'> {
  refuseUnfit({ id })
  return database.transact(async ({ query }) => {
    const { numUpdatedRows } = await query
      .updateTable('latchkey_codes')
      .set((row) => ({ tries_left: row('tries_left', '-', 1) }))
      .where('id', '=', id)
      .where('tries_left', '>', 0)
      .where('used_at', 'is', null)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return 'refused'
    const row = await query.selectFrom('latchkey_codes').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const code = fromRow(row)
    return isSameHash(code.hash, hash) ? { code } : 'refused'
  })
}

function isSameHash(kept: Uint8Array, given: Uint8Array): boolean {
  return kept.length === given.length && kept.every((byte, at) => byte === given[at])
}

function toRow(code: CodeRecord): Insertable<CodeTable> {
  return {
    id: code.id,
    purpose: code.purpose,
    rp_id: code.rpId,
    user_id: code.userId,
    hash: code.hash,
    tries_left: code.triesLeft,
    expires_at: code.expiresAt ?? null,
    created_by: code.createdBy ?? null,
    organization_id: code.organizationId ?? null,
    used_at: code.usedAt ?? null,
  }
}

function fromRow(row: Selectable<CodeTable>): CodeRecord {
  return {
    id: row.id,
    purpose: row.purpose,
    rpId: row.rp_id,
    userId: row.user_id,
    hash: toBytes(row.hash),
    triesLeft: toNumber(row.tries_left),
    ...(row.expires_at !== null && { expiresAt: toNumber(row.expires_at) }),
    ...(row.created_by !== null && { createdBy: row.created_by }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    ...(row.used_at !== null && { usedAt: toNumber(row.used_at) }),
  }
}

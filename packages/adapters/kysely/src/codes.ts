import { assertStorable, type CodeRecord, type CodeStore, isSameHash } from '@latchkey/storage'
import type { Insertable, Selectable } from 'kysely'
import { changeAndRead, changeWithEvents } from './change-with-events.js'
import type { Database } from './database.js'
import type { Query } from './dialects/dialect.js'
import { toBytes, toNumber } from './kept-values.js'
import { refuseLongKey } from './refuse-long-key.js'
import { appendEvents } from './store-events.js'
import type { CodeTable } from './tables.js'
import { isRedeemable } from './use-codes.js'

export function sqlCodes(database: Database): CodeStore {
  return {
    create: async (codes, events) => {
      for (const record of [...codes, ...events]) assertStorable(record)
      for (const { id } of codes) refuseLongKey('A code', id)
      await (codes.length === 0
        ? appendEvents(database, events)
        : changeWithEvents(database, (query) => query.insertInto('latchkey_codes').values(codes.map(toRow)), events))
    },
    tryRedeem: async (id, hash, now) => tryRedeem(database, id, hash, now),
    revoke: async (id, events) => {
      for (const record of [{ id }, ...events]) assertStorable(record)
      const deletion = (query: Query) => query.deleteFrom('latchkey_codes').where('id', '=', id)
      return (await changeWithEvents(database, deletion, events)) ? 'done' : 'gone'
    },
  }
}

async function tryRedeem(
  database: Database,
  id: string,
  hash: Uint8Array,
  now: number,
): Promise<{ readonly code: CodeRecord } | 'refused'> {
  assertStorable({ id })
  const row = await changeAndRead(database, {
    change: (query) =>
      query
        .updateTable('latchkey_codes')
        .set((code) => ({ tries_left: code('tries_left', '-', 1) }))
        .where('id', '=', id)
        .where('tries_left', '>', 0)
        .where(isRedeemable(now)),
    read: (query) => query.selectFrom('latchkey_codes').selectAll().where('id', '=', id).executeTakeFirst(),
    events: [],
  })
  const code = row && fromRow(row)
  return code && isSameHash(code.hash, hash) ? { code } : 'refused'
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

import { createHash } from 'node:crypto'
import { assertStorable, type CodeRecord, type CodeStore, type EventRecord, isSameHash } from '@latchkey/storage'
import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  type Insertable,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import { changeAndRead, changeWithEvents } from '../events/change-with-events.js'
import { appendEvents, storeEvents } from '../events/store-events.js'
import type { CodeTable, LatchkeyTables } from '../schema/tables.js'
import { toBytes, toNumber } from '../values/kept-values.js'
import { refuseLongKey } from '../values/refuse-long-key.js'
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
    list: async (rpId, userId, purpose) => listCodes(database, { rpId, userId, purpose }),
    tryRedeem: async (id, hash, now) => tryRedeem(database, id, hash, now),
    replaceSet: async (rpId, userId, purpose, codes, events) =>
      replaceSet(database, { rpId, userId, purpose }, { codes, events }),
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
        .set((code) => ({
          tries_left: code('tries_left', '-', sql<number>`case when hash = ${hash} then 0 else 1 end`),
          redemptions_left: code('redemptions_left', '-', sql<number>`case when hash = ${hash} then 1 else 0 end`),
        }))
        .where('id', '=', id)
        .where('tries_left', '>', 0)
        .where('redemptions_left', '>', 0)
        .where(isRedeemable(now)),
    read: (query) => query.selectFrom('latchkey_codes').selectAll().where('id', '=', id).executeTakeFirst(),
    events: [],
  })
  const code = row && fromRow(row)
  return code && isSameHash(code.hash, hash) ? { code } : 'refused'
}

type CodeSet = Pick<CodeRecord, 'rpId' | 'userId' | 'purpose'>

/** A user has few codes of one purpose: they are sorted here, so that no index need hold the order. */
async function listCodes({ read }: Database, set: CodeSet): Promise<readonly CodeRecord[]> {
  assertStorable(set)
  const rows = await read((query) => query.selectFrom('latchkey_codes').selectAll().where(isOfSet(set)).execute())
  return rows.map(fromRow).sort((one, other) => one.createdAt - other.createdAt || compareBytes(one.id, other.id))
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

interface NewSet {
  readonly codes: readonly CodeRecord[]
  readonly events: readonly EventRecord[]
}

function replaceSet(database: Database, set: CodeSet, { codes, events }: NewSet): Promise<void> {
  for (const record of [set, ...codes, ...events]) assertStorable(record)
  for (const { id } of codes) refuseLongKey('A code', id)
  return database.transact(async ({ query }) => {
    await lockSet(database, query, set)
    await query.deleteFrom('latchkey_codes').where(isOfSet(set)).execute()
    if (codes.length > 0) await query.insertInto('latchkey_codes').values(codes.map(toRow)).execute()
    await storeEvents(database, query, events)
  })
}

/**
 * Another transaction that replaces this set waits until this one ends. A set without codes has no row to lock, so the
 * lock is a row of its own: a rate window that has closed, which the next sweep deletes.
 */
async function lockSet({ dialect }: Database, query: Query, { rpId, userId, purpose }: CodeSet): Promise<void> {
  const digest = createHash('sha256')
    .update(JSON.stringify([rpId, userId, purpose]))
    .digest('base64url')
  const row = { key: `latchkey codes ${digest}`, count: 0, resets_at: 0 }
  const changes = { count: sql`latchkey_rates.count + 1` }
  await dialect.orUpdate(query.insertInto('latchkey_rates').values(row), { key: ['key'], changes }).execute()
}

function isOfSet({ rpId, userId, purpose }: CodeSet) {
  return (
    where: ExpressionBuilder<LatchkeyTables, 'latchkey_codes'>,
  ): ExpressionWrapper<LatchkeyTables, 'latchkey_codes', SqlBool> =>
    where.and([where('rp_id', '=', rpId), where('user_id', '=', userId), where('purpose', '=', purpose)])
}

function toRow(code: CodeRecord): Insertable<CodeTable> {
  return {
    id: code.id,
    purpose: code.purpose,
    rp_id: code.rpId,
    user_id: code.userId,
    hash: code.hash,
    tries_left: code.triesLeft,
    redemptions_left: code.redemptionsLeft,
    created_at: code.createdAt,
    expires_at: code.expiresAt ?? null,
    created_by: code.createdBy ?? null,
    organization_id: code.organizationId ?? null,
    bound_to: code.boundTo ?? null,
    attachment: code.attachment ?? null,
    profile: code.profile === undefined ? null : JSON.stringify(code.profile),
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
    redemptionsLeft: toNumber(row.redemptions_left ?? 0),
    createdAt: toNumber(row.created_at ?? 0),
    ...(row.expires_at !== null && { expiresAt: toNumber(row.expires_at) }),
    ...(row.created_by !== null && { createdBy: row.created_by }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    ...(row.bound_to !== null && { boundTo: row.bound_to }),
    ...(row.attachment !== null && { attachment: row.attachment }),
    ...(row.profile !== null && { profile: JSON.parse(row.profile) }),
    ...(row.used_at !== null && { usedAt: toNumber(row.used_at) }),
  }
}

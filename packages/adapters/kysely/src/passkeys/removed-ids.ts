import {
  assertStorable,
  assertStorableCredentialId,
  assertStorableIdCount,
  hashCredentialId,
  type PasskeyRecord,
  type RemovedId,
} from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'
import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import type { RemovedTable } from '../schema/tables.js'
import { toNumber } from '../values/kept-values.js'

type How = Omit<RemovedId, 'id'>

export async function findRemoved(
  { read }: Database,
  rpId: string,
  ids: readonly CredentialId[],
): Promise<readonly RemovedId[]> {
  assertStorable({ rpId })
  for (const id of ids) assertStorableCredentialId(id)
  assertStorableIdCount(ids.length)
  if (ids.length === 0) return []
  const idOf = new Map<string, CredentialId>()
  for (const id of ids) idOf.set(await hashCredentialId(rpId, id), id)
  const rows = await read((query) =>
    query
      .selectFrom('latchkey_removed')
      .selectAll()
      .where('id_hash', 'in', [...idOf.keys()])
      .execute(),
  )
  return rows.flatMap(({ id_hash, reason, removed_at }) => {
    const id = idOf.get(id_hash)
    return id === undefined ? [] : [{ id, reason, removedAt: toNumber(removed_at) }]
  })
}

/** As the database stores it. */
export async function toRemovedRow(
  { rpId, id }: Pick<PasskeyRecord, 'rpId' | 'id'>,
  { reason, removedAt }: How,
): Promise<Insertable<RemovedTable>> {
  return { rp_id: rpId, id_hash: await hashCredentialId(rpId, id), reason, removed_at: removedAt }
}

/** Remembers the ids of passkeys that the same transaction removed, all at one instant and for one reason. */
export async function rememberRemoved(
  { dialect }: Database,
  query: Query,
  rows: readonly Insertable<RemovedTable>[],
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const { reason, removed_at } = first
  const insertion = query.insertInto('latchkey_removed').values(rows)
  await dialect.orUpdate(insertion, { key: ['id_hash'], changes: { reason, removed_at } }).executeTakeFirst()
}

/**
 * Why an import may not store this id, in the transaction that has just stored it; undefined if it may. The key
 * decides, not a read: a snapshot may not see what was removed since it began.
 */
export async function whyRemoved(
  { dialect }: Database,
  query: Query,
  { rpId, id }: PasskeyRecord,
): Promise<'account_purged' | 'removed_since' | undefined> {
  const probe = await toRemovedRow({ rpId, id }, { reason: 'removed', removedAt: 0 })
  const isFree = await dialect.insertUnlessExists(query.insertInto('latchkey_removed').values(probe), 1)
  if (!isFree) {
    const lock: RawBuilder<unknown> = dialect.locks?.shared ?? sql``
    const row = await query
      .selectFrom('latchkey_removed')
      .select('reason')
      .where('id_hash', '=', probe.id_hash)
      .modifyEnd(lock)
      .executeTakeFirst()
    return row?.reason === 'purged' ? 'account_purged' : 'removed_since'
  }
  await query.deleteFrom('latchkey_removed').where('id_hash', '=', probe.id_hash).execute()
  return undefined
}

import {
  type AcceptedMetadata,
  type AcceptedVersion,
  assertStorable,
  type EventRecord,
  type MetadataStore,
} from '@latchkey/storage'
import type { Database } from './database/database.js'
import { changeWithEvents } from './events/change-with-events.js'
import { insertFirst } from './events/insert-first.js'
import { toNumber } from './values/kept-values.js'

export function sqlMetadata(database: Database): MetadataStore {
  return {
    read: async (root) => readMetadata(database, root),
    accept: async (metadata, expected, events) => accept(database, { metadata, expected, events }),
  }
}

async function readMetadata({ read }: Database, root: string): Promise<AcceptedMetadata | undefined> {
  assertStorable({ root })
  const row = await read((query) =>
    query.selectFrom('latchkey_metadata').selectAll().where('root', '=', root).executeTakeFirst(),
  )
  if (row === undefined) return undefined
  return { root: row.root, no: toNumber(row.no), digest: row.digest, acceptedAt: toNumber(row.accepted_at) }
}

interface Accepting {
  readonly metadata: AcceptedMetadata
  readonly expected: AcceptedVersion | undefined
  readonly events: readonly EventRecord[]
}

async function accept(database: Database, { metadata, expected, events }: Accepting): Promise<'accepted' | 'conflict'> {
  for (const record of [metadata, expected ?? {}, ...events]) assertStorable(record)
  const { root, no, digest, acceptedAt } = metadata
  const row = { root, no, digest, accepted_at: acceptedAt }
  const isAccepted = await (expected === undefined
    ? insertFirst(database, (query) => query.insertInto('latchkey_metadata').values(row), events)
    : changeWithEvents(
        database,
        (query) =>
          query
            .updateTable('latchkey_metadata')
            .set(row)
            .where('root', '=', root)
            .where('no', '=', expected.no)
            .where('digest', '=', expected.digest),
        events,
      ))
  return isAccepted ? 'accepted' : 'conflict'
}

import { type AcceptedMetadata, type AcceptedVersion, assertStorable, type MetadataStore } from '@latchkey/storage'
import { insertMetadata, metadataStatements, replaceMetadata } from '../statements/metadata.js'
import { type DriverNumber, toNumber } from '../values/driver-values.js'
import { changeWithEvents, prepareChange } from './change-with-events.js'
import type { EventWriting } from './store-events.js'

interface MetadataRow {
  readonly root: string
  readonly no: DriverNumber
  readonly digest: string
  readonly accepted_at: DriverNumber
}

export function sqlMetadata(writing: EventWriting): MetadataStore {
  const { database } = writing
  const statements = metadataStatements(database)
  const first = prepareChange(database, insertMetadata(database), { is: 'insert' })
  const later = prepareChange(database, replaceMetadata(database))
  return {
    read: async (root) => {
      assertStorable({ root })
      const [row] = await database.read<MetadataRow>(statements.read({ root }))
      return row && fromRow(row)
    },
    accept: async (metadata, expected, events) => {
      for (const record of [metadata, expected ?? {}, ...events]) assertStorable(record)
      const change = expected === undefined ? first : later
      const values = { ...toRow(metadata), ...toExpected(expected) }
      return (await changeWithEvents(writing, { change, values, events })) ? 'accepted' : 'conflict'
    },
  }
}

function toRow({ root, no, digest, acceptedAt }: AcceptedMetadata) {
  return { root, no, digest, accepted_at: acceptedAt } as const satisfies Readonly<Record<keyof MetadataRow, unknown>>
}

function toExpected(expected: AcceptedVersion | undefined) {
  return { expected_no: expected?.no ?? null, expected_digest: expected?.digest ?? null }
}

function fromRow(row: MetadataRow): AcceptedMetadata {
  return { root: row.root, no: toNumber(row.no), digest: row.digest, acceptedAt: toNumber(row.accepted_at) }
}

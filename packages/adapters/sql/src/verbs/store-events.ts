import type { EventRecord } from '@latchkey/storage'
import type { Database, OwnTransaction, Step } from '../database/database.js'
import type { BoundStatement } from '../database/sql-executor.js'
import { toEventRow } from '../rows/event-row.js'
import type { EventStatements } from '../statements/events.js'

/** What verbs need that store events with a change. */
export interface EventWriting {
  readonly database: Database
  readonly events: EventStatements
}

/** For a statement that stores them itself: a JSON array. */
export function eventValues(events: readonly EventRecord[]): { readonly events: string } {
  return { events: JSON.stringify(events.map(toEventRow)) }
}

/** Stores the events if the step before them, in one batch, has changed a row. */
export function eventStepsIfChanged(
  { database, events }: EventWriting,
  records: readonly EventRecord[],
): readonly Step[] {
  return toSteps(database, { one: events.insertOneIfChanged, all: events.insertAllIfChanged }, records)
}

/** Stores the events, without those whose `once` is stored already. */
export function eventSteps({ database, events }: EventWriting, records: readonly EventRecord[]): readonly Step[] {
  return toSteps(database, { one: events.insertOne, all: events.insertAll }, records)
}

interface Inserts {
  readonly one: EventStatements['insertOne']
  readonly all: EventStatements['insertAll']
}

/** On MySQL each has a statement of its own: only a statement that fails is left out. */
function toSteps(
  { dialect, tables }: Database,
  { one, all }: Inserts,
  records: readonly EventRecord[],
): readonly Step[] {
  if (records.length === 0) return []
  if (all && (records.length > 1 || dialect.name === 'postgres')) return [all(eventValues(records))]
  const skipped = dialect.name === 'mysql' ? { skipsDuplicateOf: `${tables.prefix}events_once` } : {}
  return records.map((event) => ({ ...one(toEventRow(event)), ...skipped }))
}

/** Stores the events in the transaction of the change they report. */
export async function storeEvents(
  writing: EventWriting,
  transaction: OwnTransaction,
  records: readonly EventRecord[],
): Promise<void> {
  await transaction.runAll(eventSteps(writing, records), undefined)
}

/** The same for events that belong to no other change. */
export async function appendEvents(writing: EventWriting, records: readonly EventRecord[]): Promise<void> {
  const steps = eventSteps(writing, records)
  const [first] = steps
  if (first === undefined) return
  // An event whose `once` is stored already is left out by the statement itself, except on MySQL.
  const isOneStatement = steps.length === 1 && (writing.events.insertAll || records[0]?.once === undefined)
  await (isOneStatement ? writing.database.once(first) : writing.database.together(steps))
}

/** Whether any of them is stored already, or is named twice. */
export async function isAnyEventStored(
  { database, events }: EventWriting,
  records: readonly EventRecord[],
): Promise<boolean> {
  const ids = records.map(({ id }) => id)
  if (new Set(ids).size < ids.length) return true
  if (ids.length === 0) return false
  const statement: BoundStatement = events.selectStored({ ids })
  return (await database.read(statement)).length > 0
}

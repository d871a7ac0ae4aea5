import type { EventRecord } from '@latchkey/storage'
import type { Database, OwnTransaction } from '../database/database.js'
import { Refusal } from '../database/refusal.js'
import type { SqlResult } from '../database/sql-executor.js'
import type { Statement, Values } from '../database/statement.js'
import { insertEvents } from '../statements/events.js'
import { type EventWriting, eventStepsIfChanged, eventValues, storeEvents } from './store-events.js'

/** A statement that changes rows of one table, alone and with events. */
export interface Change {
  readonly alone: Statement
  /** Where the events are parts of the same statement. */
  readonly withEvents?: Statement
  /** Reads the row that was changed, where no statement returns it. */
  readonly readBack?: Statement | undefined
  /** An insert that changes nothing if the key is taken. */
  readonly isInsert: boolean
  /** An insert that changes the existing row instead. It counts none if the row had these values already. */
  readonly isUpsert: boolean
}

/** How a change becomes statements: `readBack` is needed where its row is. */
export interface ChangeOptions {
  readonly readBack?: Statement
  readonly is?: 'insert' | 'upsert'
}

export function prepareChange(database: Database, text: string, { readBack, is }: ChangeOptions = {}): Change {
  const { dialect, prepare } = database
  const returning = `${text} ${dialect.returning}`
  return {
    alone: prepare(returning),
    ...(dialect.name === 'postgres' && {
      withEvents: prepare(`
        with changed as (
          ${returning}
        ), stored_events as (
          ${insertEvents(database, 'exists (select from changed)')}
        )
        select * from changed`),
    }),
    ...(readBack && dialect.returning === '' && { readBack }),
    isInsert: is === 'insert',
    isUpsert: is === 'upsert',
  }
}

interface Changing {
  readonly change: Change
  readonly values: Values
  readonly events: readonly EventRecord[]
}

/** Makes the change and, if it has changed a row, stores its events: together. Returns whether it has. */
export async function changeWithEvents(writing: EventWriting, changing: Changing): Promise<boolean> {
  return (
    (await changeAndRead(writing, { ...changing, change: { ...changing.change, readBack: undefined } })) !== undefined
  )
}

/** The same, and returns the first row as it now is. */
export async function changeAndRead<Row>(writing: EventWriting, changing: Changing): Promise<Row | undefined> {
  const { change, values, events } = changing
  const { database } = writing
  if (events.length > 0 && change.withEvents) {
    return firstOf<Row>(await database.once(change.withEvents({ ...values, ...eventValues(events) })))
  }
  const alone = change.alone(values)
  if (database.dialect.name === 'mysql') return changeOnMysql<Row>(writing, changing)
  if (events.length === 0) return firstOf<Row>(await database.once(alone))
  const results = await database.together([{ ...alone, must: 1 }, ...eventStepsIfChanged(writing, events)])
  return results?.[0] && firstOf<Row>(results[0])
}

/** An empty object if it was changed, and the row is not needed. */
function changeOnMysql<Row>(writing: EventWriting, changing: Changing): Promise<Row | undefined> {
  const { change, events } = changing
  const isOneStatement = events.length === 0 && !change.readBack && !change.isInsert
  if (isOneStatement) return writing.database.once(change.alone(changing.values)).then(changedOf<Row>)
  return writing.database.transact(async (transaction) => {
    const row = await changeRow<Row>(writing.database, transaction, changing)
    if (row !== undefined) await storeEvents(writing, transaction, events)
    return row
  })
}

/** Only the change, in a transaction that does more. Returns the row as it now is. */
export async function changeRow<Row>(
  { dialect }: Database,
  transaction: OwnTransaction,
  { change, values }: Pick<Changing, 'change' | 'values'>,
): Promise<Row | undefined> {
  const result = await transaction.run(change.alone(values)).catch((error: unknown) => {
    if (change.isInsert && dialect.isUniqueViolation(error)) throw new Refusal(undefined)
    throw error
  })
  if (dialect.returning !== '') return firstOf<Row>(result)
  if (result.changes === 0 && !change.isUpsert) return undefined
  if (!change.readBack) return changedOf<Row>({ ...result, changes: 1 })
  const [row] = await transaction.read<Row>(change.readBack(values))
  return row
}

function firstOf<Row>({ rows }: SqlResult): Row | undefined {
  return rows[0] as Row | undefined
}

function changedOf<Row>({ changes }: SqlResult): Row | undefined {
  return changes > 0 ? ({} as Row) : undefined
}

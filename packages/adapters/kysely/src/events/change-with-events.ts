import type { EventRecord } from '@latchkey/storage'
import { type Compilable, type DeleteResult, type InsertResult, sql, type UpdateResult } from 'kysely'
import type { Database } from '../database/database.js'
import type { Query } from '../dialects/dialect.js'
import { storeEvents } from './store-events.js'

type ChangeResult = UpdateResult | DeleteResult | InsertResult

/** A statement, not run yet, that changes rows of one table. */
export interface Change extends Compilable {
  executeTakeFirstOrThrow(): Promise<ChangeResult>
}

export interface ChangeOfRow<Row> {
  /** The statement that changes at most one row. */
  readonly change: (query: Query) => Change
  /** Reads that row, on a database whose statements cannot return the rows that they change. */
  readonly read: (query: Query) => Promise<Row | undefined>
}

export interface ChangeAndRead<Row> extends ChangeOfRow<Row> {
  readonly events: readonly EventRecord[]
}

/**
 * Makes the change and, if it has changed a row, stores its events; returns that row as it now is. In one statement
 * if the database can do it.
 */
export function changeAndRead<Row>(database: Database, given: ChangeAndRead<Row>): Promise<Row | undefined> {
  const { change, events } = given
  const { oneStatement, hasReturning } = database.dialect
  if (oneStatement && events.length > 0) {
    return database.once(async (query) => {
      const [row] = await oneStatement.changeWithEvents<Row>(query, change(query), events)
      return row
    })
  }
  if (hasReturning && events.length === 0) return database.once((query) => changeRow(database, query, given))
  return database.transact(async ({ query }) => {
    const row = await changeRow(database, query, given)
    if (row !== undefined) await storeEvents(database, query, events)
    return row
  })
}

/** Only the change, in a transaction that does more. Returns the row as it now is. */
export function changeRow<Row>({ dialect }: Database, query: Query, given: ChangeOfRow<Row>): Promise<Row | undefined> {
  return dialect.hasReturning ? changeReturning<Row>(query, given.change(query)) : changeThenRead(query, given)
}

/** The same for a change of any number of rows that are not needed: returns whether there were any. */
export function changeWithEvents(
  database: Database,
  change: (query: Query) => Change,
  events: readonly EventRecord[],
): Promise<boolean> {
  const { oneStatement } = database.dialect
  if (events.length === 0) return database.once((query) => isChanged(change(query)))
  if (oneStatement) {
    return database.once(
      async (query) => (await oneStatement.changeWithEvents(query, change(query), events)).length > 0,
    )
  }
  return database.transact(async ({ query }) => {
    if (!(await isChanged(change(query)))) return false
    await storeEvents(database, query, events)
    return true
  })
}

async function changeReturning<Row>(query: Query, change: Change): Promise<Row | undefined> {
  const { rows } = await sql<Row>`${change} returning *`.execute(query)
  return rows[0]
}

async function changeThenRead<Row>(query: Query, { change, read }: ChangeOfRow<Row>): Promise<Row | undefined> {
  const result = await change(query).executeTakeFirstOrThrow()
  // An insert that changes the existing row instead counts none if the row had these values already.
  return 'insertId' in result || affectedBy(result) > 0n ? read(query) : undefined
}

async function isChanged(change: Change): Promise<boolean> {
  return affectedBy(await change.executeTakeFirstOrThrow()) > 0n
}

function affectedBy(result: ChangeResult): bigint {
  if ('numUpdatedRows' in result) return result.numUpdatedRows
  if ('numDeletedRows' in result) return result.numDeletedRows
  return result.numInsertedOrUpdatedRows ?? 0n
}

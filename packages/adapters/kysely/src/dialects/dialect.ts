import type { AccountTarget, AddTogether, PasskeyRecord, RecordUse } from '@latchkey/storage'
import type { InsertQueryBuilder, InsertResult, Kysely, RawBuilder, Selectable } from 'kysely'
import type { EventTable, LatchkeyTables, RateTable } from '../tables.js'

export type Query = Kysely<LatchkeyTables>

/** What differs between the databases, and stands nowhere else. */
export interface SqlDialect {
  readonly columns: ColumnTypes

  /** Keeps the rows, and answers whether it could: where a key is taken it keeps none, or only the others. */
  insertUnlessTaken<Table extends keyof LatchkeyTables>(
    insert: InsertQueryBuilder<LatchkeyTables, Table, InsertResult>,
    rows: number,
  ): Promise<boolean>

  /** From here on whoever else locks this account waits until the transaction ends. What follows writes. */
  lockAccount(query: Query, target: AccountTarget): Promise<void>

  /** Counts one hit in the window that is open, or opens one. */
  hit(query: Query, hit: RateHit): Promise<Selectable<RateTable>>

  /** Leases what may be had, and answers it in any order. */
  claim(query: Query, claim: EventClaim): Promise<readonly Selectable<EventTable>[]>

  /** Verbs in one statement, where one can do it; else they are done in one transaction. */
  readonly oneStatement?: OneStatement

  readonly schema: SchemaDialect

  /** Whether an error says that the transaction was undone and may be run once more. */
  isUndone(error: unknown): boolean
}

/** Each answers `refused` when it has changed nothing; why, is for the caller to read. */
export interface OneStatement {
  recordUse(query: Query, use: RecordUse): Promise<'recorded' | 'already_spent' | 'refused'>
  add(
    query: Query,
    passkey: PasskeyRecord,
    together: AddTogether,
  ): Promise<'added' | 'already_spent' | 'duplicate' | 'refused'>
}

export interface SchemaDialect {
  /** Whether a transaction that fails takes back the tables it has made. */
  readonly isTransactional: boolean
  /** Whether `create index if not exists` is known. */
  readonly skipsIndexes: boolean
  /** Whether every index ends with the primary key by itself; spelled out, the key would not fit into it. */
  readonly indexesEndWithKey: boolean
  /** Runs the work while no other process migrates. */
  alone<Answer>(query: Query, work: (query: Query) => Promise<Answer>): Promise<Answer>
  /** Whether an error says that an index is there already. */
  isIndexTaken(error: unknown): boolean
  /** Whether an error says that a table or a column is not there. */
  isMissing(error: unknown): boolean
}

export interface RateHit {
  readonly key: string
  readonly windowSeconds: number
  readonly now: number
}

export interface EventClaim {
  /** Names this claim. */
  readonly id: string
  readonly limit: number
  readonly leaseMs: number
  readonly now: number
}

/** Types of columns. Texts are compared by bytes. */
export interface ColumnTypes {
  text(mostCharacters: number): RawBuilder<unknown>
  /** Of ASCII only, so that four times as many fit into an index. */
  ascii(mostCharacters: number): RawBuilder<unknown>
  readonly json: RawBuilder<unknown>
  /** Whole numbers to 2⁵³. */
  readonly number: RawBuilder<unknown>
  readonly bytes: RawBuilder<unknown>
}

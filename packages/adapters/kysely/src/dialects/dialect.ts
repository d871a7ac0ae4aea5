import type {
  AccountTarget,
  AddOptions,
  DeliveryClaim,
  EndpointTarget,
  EventRecord,
  PasskeyRecord,
  PasskeyTarget,
  RecordUse,
  RemoveOptions,
  Spend,
  StatusChange,
} from '@latchkey/storage'
import type { Insertable, InsertQueryBuilder, InsertResult, Kysely, RawBuilder, Selectable } from 'kysely'
import type { DeliveryTable, EventTable, LatchkeyTables, RemovedTable } from '../schema/tables.js'

export type Query = Kysely<LatchkeyTables>

export type Insert<Table extends keyof LatchkeyTables> = InsertQueryBuilder<LatchkeyTables, Table, InsertResult>

/** All differences between the databases are here, and nowhere else. */
export type SqlDialect = CommonDialect & (WithOneStatement | WithLocks)

/** Verbs that change an account and a passkey are one statement each. */
interface WithOneStatement {
  readonly oneStatement: OneStatement
  readonly locks?: never
}

/** They are several statements in one transaction. */
interface WithLocks {
  readonly oneStatement?: never
  readonly locks: Locks
}

/** What every dialect has. */
interface CommonDialect {
  readonly columns: ColumnTypes

  /** The text followed by another. */
  concat(text: RawBuilder<string>, behind: RawBuilder<string>): RawBuilder<string>

  /** Whether a statement that changes rows can return them. */
  readonly hasReturning: boolean

  /** Inserts the rows, and returns whether it could: if a key is taken, it inserts none, or only the others. */
  insertUnlessExists<Table extends keyof LatchkeyTables>(insert: Insert<Table>, rows: number): Promise<boolean>

  /** Inserts what is spent, all of it; false where one of them is there already, or a sweep may have forgotten one. */
  insertSpent(query: Query, spend: readonly Spend[]): Promise<boolean>

  /**
   * The insert of one row which, if the key is taken, changes the existing row instead. The changes are made in
   * order, and one may see what those before it have changed: a column that another one reads goes last.
   */
  orUpdate<Table extends keyof LatchkeyTables>(insert: Insert<Table>, upsert: Upsert<Table>): Insert<Table>

  /** Stores the events, all but those whose `once` is stored already at their relying party. */
  insertEvents(query: Query, events: readonly Insertable<EventTable>[]): Promise<void>

  /** Deletes the oldest rows, by an index and without reading others. */
  deleteOldest(oldest: OldestRows): RawBuilder<unknown>

  /** Leases claimable events, and returns them in any order. */
  claim(query: Query, claim: EventClaim): Promise<readonly Selectable<EventTable>[]>

  /** Leases deliveries that are due, and returns them as they then are. */
  claimDeliveries(query: Query, lease: DeliveryLease): Promise<readonly ClaimedRow[]>

  readonly schema: SchemaDialect

  /** Whether an error means that the transaction was undone and may be run again. */
  isRetryable(error: unknown): boolean

  /** Whether an error means that a key is taken. */
  isUniqueViolation(error: unknown): boolean
}

export interface Upsert<Table extends keyof LatchkeyTables> {
  readonly key: readonly (keyof LatchkeyTables[Table] & string)[]
  /** By column: values, or SQL over the columns of the existing row, with their table name. */
  readonly changes: Readonly<Record<string, unknown>>
}

/** Each returns whether it has changed anything; the caller reads why it has not. */
export interface OneStatement {
  add(query: Query, passkey: PasskeyRecord, together: AddOptions): Promise<boolean>
  recordUse(query: Query, use: RecordUse): Promise<boolean>
  setStatus(query: Query, setting: StatusSetting): Promise<boolean>
  remove(query: Query, removal: Removal): Promise<boolean>
  /**
   * Any other change with its events, which are stored if it changes a row. Returns all columns of the rows that it
   * changes.
   */
  changeWithEvents<Row>(query: Query, change: unknown, events: readonly EventRecord[]): Promise<readonly Row[]>
}

export interface Locks {
  /** From here on, another transaction that locks this account waits until this one ends. A write follows. */
  lockAccount(query: Query, target: AccountTarget): Promise<void>
  /** At the end of a subquery: no other transaction changes the row that it finds until this one ends. */
  readonly shared: RawBuilder<unknown>
}

export interface StatusSetting {
  readonly target: PasskeyTarget
  readonly change: StatusChange
  readonly events: readonly EventRecord[]
}

export interface Removal {
  readonly target: PasskeyTarget
  readonly together: RemoveOptions
  /** The record of the removed id. */
  readonly removed: Insertable<RemovedTable>
}

export interface SchemaDialect {
  /** Whether a transaction that fails removes the tables that it has created. */
  readonly isTransactional: boolean
  /** Whether `create index if not exists` is supported. */
  readonly skipsIndexes: boolean
  /**
   * The printed statement, which creates an index or a column only if none of that name exists. SQLite has no such
   * syntax for a column.
   */
  unlessThere(statement: string): string
  /** The text after the columns of a table. */
  readonly tableOptions: RawBuilder<unknown>
  /** Whether every index ends with the primary key implicitly; spelled out, the key would not fit into it. */
  readonly indexesEndWithKey: boolean
  /** Runs the work while no other process migrates. */
  withMigrationLock<Answer>(query: Query, work: (query: Query) => Promise<Answer>): Promise<Answer>
  /** Whether an error means that what a statement creates exists already. */
  isAlreadyExists(error: unknown): boolean
  /** Whether an error means that a table or a column does not exist. */
  isMissing(error: unknown): boolean
}

/** Up to `limit` rows whose `column`, which has an index, is below `before`. */
export interface OldestRows {
  readonly table: keyof LatchkeyTables & string
  readonly key: string
  readonly column: string
  readonly before: number
  readonly limit: number
  /** A column that must be null, and precedes the other in the index. */
  readonly absent?: string
}

export interface EventClaim {
  /** Identifies this claim. */
  readonly id: string
  readonly limit: number
  readonly leaseMs: number
  readonly now: number
}

export interface DeliveryLease extends EndpointTarget, DeliveryClaim {}

export type ClaimedRow = Pick<Selectable<DeliveryTable>, 'event_id' | 'attempts' | 'first_attempt_at'>

/** Types of columns. Text is compared by bytes. */
export interface ColumnTypes {
  text(mostCharacters: number): RawBuilder<unknown>
  /** ASCII only, so that four times as many characters fit into an index. */
  ascii(mostCharacters: number): RawBuilder<unknown>
  readonly json: RawBuilder<unknown>
  /** Whole numbers up to 2⁵³. */
  readonly number: RawBuilder<unknown>
  readonly bytes: RawBuilder<unknown>
}

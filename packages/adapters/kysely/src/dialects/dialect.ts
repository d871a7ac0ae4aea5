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
  StatusChange,
} from '@latchkey/storage'
import type { Insertable, InsertQueryBuilder, InsertResult, Kysely, RawBuilder, Selectable } from 'kysely'
import type { DeliveryTable, EventTable, LatchkeyTables, RemovedTable } from '../tables.js'

export type Query = Kysely<LatchkeyTables>

export type Insert<Table extends keyof LatchkeyTables> = InsertQueryBuilder<LatchkeyTables, Table, InsertResult>

/** What differs between the databases, and stands nowhere else. */
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

/** What holds of every database. */
interface CommonDialect {
  readonly columns: ColumnTypes

  /** The text with another behind it. */
  concat(text: RawBuilder<string>, behind: RawBuilder<string>): RawBuilder<string>

  /** Whether a statement that changes rows can give them back. */
  readonly hasReturning: boolean

  /** Keeps the rows, and answers whether it could: where a key is taken it keeps none, or only the others. */
  insertUnlessExists<Table extends keyof LatchkeyTables>(insert: Insert<Table>, rows: number): Promise<boolean>

  /**
   * The insert of one row which, where the key is taken, changes the row that is there instead. The changes are made
   * in order, and one may see what those before it have changed: a column that another one looks at goes last.
   */
  orUpdate<Table extends keyof LatchkeyTables>(insert: Insert<Table>, upsert: Upsert<Table>): Insert<Table>

  /** Stores the events, all but those whose `once` is stored already at their relying party. */
  insertEvents(query: Query, events: readonly Insertable<EventTable>[]): Promise<void>

  /** Deletes the oldest rows, by an index and without looking at others. */
  deleteOldest(oldest: OldestRows): RawBuilder<unknown>

  /** Leases what may be had, and answers it in any order. */
  claim(query: Query, claim: EventClaim): Promise<readonly Selectable<EventTable>[]>

  /** Leases deliveries that are due, and returns them as they then are. */
  claimDeliveries(query: Query, lease: DeliveryLease): Promise<readonly ClaimedRow[]>

  readonly schema: SchemaDialect

  /** Whether an error says that the transaction was undone and may be run once more. */
  isRetryable(error: unknown): boolean

  /** Whether an error says that a key is taken. */
  isUniqueViolation(error: unknown): boolean
}

export interface Upsert<Table extends keyof LatchkeyTables> {
  readonly key: readonly (keyof LatchkeyTables[Table] & string)[]
  /** By column: values, or SQL over the columns of the row that is there, named with their table. */
  readonly changes: Readonly<Record<string, unknown>>
}

/** Each answers whether it has changed anything; why it has not, is for the caller to read. */
export interface OneStatement {
  add(query: Query, passkey: PasskeyRecord, together: AddOptions): Promise<boolean>
  recordUse(query: Query, use: RecordUse): Promise<boolean>
  setStatus(query: Query, setting: StatusSetting): Promise<boolean>
  remove(query: Query, removal: Removal): Promise<boolean>
  /** Any other change with its events, which are kept when it changes a row; all columns of the rows it changes. */
  changeWithEvents<Row>(query: Query, change: unknown, events: readonly EventRecord[]): Promise<readonly Row[]>
}

export interface Locks {
  /** From here on, another transaction that locks this account waits until this one ends. What follows writes. */
  lockAccount(query: Query, target: AccountTarget): Promise<void>
  /** At the end of a subquery: no other transaction changes the row it finds until this one ends. */
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
  /** What is remembered of the id. */
  readonly removed: Insertable<RemovedTable>
}

export interface SchemaDialect {
  /** Whether a transaction that fails takes back the tables it has made. */
  readonly isTransactional: boolean
  /** Whether `create index if not exists` is known. */
  readonly skipsIndexes: boolean
  /**
   * The printed statement, which creates an index or a column only where there is none of the name. SQLite has no such
   * words for a column.
   */
  unlessThere(statement: string): string
  /** What stands behind the columns of a table. */
  readonly tableOptions: RawBuilder<unknown>
  /** Whether every index ends with the primary key by itself; spelled out, the key would not fit into it. */
  readonly indexesEndWithKey: boolean
  /** Runs the work while no other process migrates. */
  withMigrationLock<Answer>(query: Query, work: (query: Query) => Promise<Answer>): Promise<Answer>
  /** Whether an error says that what a statement was to make is there already. */
  isAlreadyExists(error: unknown): boolean
  /** Whether an error says that a table or a column is not there. */
  isMissing(error: unknown): boolean
}

/** Up to `limit` rows of which `column`, which has an index, is below `before`. */
export interface OldestRows {
  readonly table: keyof LatchkeyTables & string
  readonly key: string
  readonly column: string
  readonly before: number
  readonly limit: number
  /** A column that must have no value, and goes before the other in the index. */
  readonly absent?: string
}

export interface EventClaim {
  /** Names this claim. */
  readonly id: string
  readonly limit: number
  readonly leaseMs: number
  readonly now: number
}

export interface DeliveryLease extends EndpointTarget, DeliveryClaim {}

export type ClaimedRow = Pick<Selectable<DeliveryTable>, 'event_id' | 'attempts' | 'first_attempt_at'>

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

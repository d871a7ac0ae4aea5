import type { AccountStore } from './account-store.js'
import type { CodeStore } from './code-store.js'
import type { DeliveryStore } from './delivery-store.js'
import type { EventStore } from './event-store.js'
import type { InspectionStore } from './inspection-store.js'
import type { MetadataStore } from './metadata-store.js'
import type { PasskeyStore } from './passkey-store.js'
import type { PolicyStore } from './policy-store.js'
import type { RateStore } from './rate-store.js'

/**
 * Everything that Latchkey stores, as a small set of atomic verbs: what must happen together is one call.
 *
 * The rules that hold for every verb:
 * - Expected outcomes are return values. A rejected promise means that the storage itself failed, and that the change
 *   may or may not have happened; core reports `storage_unavailable` and never retries such a call.
 * - A verb that returns a refusal has changed nothing. The one exception is `codes.tryRedeem`, which counts a wrong
 *   hash.
 * - Every call gets a result, whatever simultaneous calls do. If the database undoes one of two transactions that
 *   wait for each other, the adapter runs that one again, as long as it is certain that nothing of it was stored.
 * - Events that go with a change are stored with it or not at all: an id that is stored already, or that is named
 *   twice, makes the verb reject, and the change is undone. A verb that changes nothing stores no event and does not
 *   check whether it could: its result is the same whatever their ids.
 * - An event whose `once` is stored already at its relying party, or occurs a second time in the same call, is left
 *   out; the change and the other events are stored. Of simultaneous calls with the same `once` exactly one stores
 *   its event.
 * - Ids, names and keys are compared and ordered by bytes, whatever the collation: no case folding, no Unicode
 *   normalization, no trailing-space rules. An empty text is a text, not an absent one.
 * - A verb rejects what does not fit and never cuts it, whether it is to be stored or looked up: `assertStorable`
 *   defines what fits, and every verb calls it for every text and all bytes that it receives. The `@throws` of a verb
 *   lists what it refuses itself; any other rejection is the storage's own error, unchanged.
 * - Times are compared as numbers. A time that a verb receives is from the caller's clock, and may be earlier than
 *   one that it received before.
 * - Reads are from the primary: they see every change that was completed before the read began.
 * - Records that a verb receives may be frozen. The adapter neither changes them nor holds a reference to them.
 *   Records that it returns belong to the caller; a field that is absent is not there, and bytes are a plain
 *   `Uint8Array` over a buffer of their own.
 *
 * `passkeys`, `accounts`, `codes`, `events` and what was spent share transactions, so they live in one database;
 * `policies` and `rates` may be from another adapter: `{ ...kyselyStorage(db), rates: redisRates(redis) }`.
 *
 * `Transaction` is what `createUser` receives, where the adapter shares the database of your app.
 *
 * The conformance suite of `@latchkey/testing` runs every sentence of this contract.
 */
export interface PasskeyStorage<Transaction = unknown> {
  readonly passkeys: PasskeyStore<Transaction>
  readonly accounts: AccountStore
  readonly policies: PolicyStore
  readonly codes: CodeStore
  readonly events: EventStore
  readonly rates: RateStore
  /** Needed only where metadata of authenticators is configured. */
  readonly metadata?: MetadataStore
  /** Needed only where events are delivered by `events.deliver` or `latchkey deliver`. Lives in one database with the events. */
  readonly deliveries?: DeliveryStore
  /** Needed only for what `passkeys.doctor` and `latchkey doctor` check in the database. */
  readonly inspection?: InspectionStore

  /**
   * Present and true where `passkeys.add` calls `createUser`, with a transaction that can change your app's own
   * tables. Absent where it rejects such a call.
   */
  readonly sharesTransaction?: true

  /**
   * Deletes what is no longer needed, at most `limit` rows of each kind in one call, without locking a table: what
   * was spent and expired more than 24 hours before `now`, events settled and codes used or expired more than 30 days
   * before, deliveries enqueued more than 30 days before, ids removed more than 365 days before, and rate windows that
   * have closed by `now`. Unsettled events are deleted only as `options.unsettledBefore` says, however old they
   * are; passkeys, accounts and tombstones are never deleted. What was spent stays spent when its id is deleted: `add`
   * and `recordUse` return `already_spent` for every spend, except a code, that expires no later than the newest that
   * any sweep has deleted. So no clock, however wrong, lets a ceremony finish twice. Returns how many rows were
   * deleted. Of simultaneous calls each counts what it deleted itself, and returns fewer than `limit` only when all that
   * is left is being deleted by another call.
   *
   * @throws {RangeError} for a `limit` that is not a whole number, 0 or more
   */
  sweep(now: number, limit: number, options?: SweepOptions): Promise<SweepCounts>

  /** Creates and upgrades the tables that this adapter needs. Absent where an adapter needs none. */
  readonly schema?: SchemaTool
}

/** What a sweep deletes beyond what has expired. */
export interface SweepOptions {
  /**
   * Deletes events that happened before this instant although they were never acknowledged, leased ones too.
   *
   * @default events that were never acknowledged stay
   */
  readonly unsettledBefore?: number
}

/** How many rows a sweep has deleted, by kind. */
export interface SweepCounts {
  readonly spent: number
  /** Settled events, and unsettled ones if `unsettledBefore` was given. */
  readonly events: number
  readonly unsettled: number
  readonly codes: number
  readonly rates: number
  /** Ids of passkeys that were removed. */
  readonly removed: number
  /** Of a storage that delivers: deliveries, dead letters included. */
  readonly deliveries?: number
}

/** What `latchkey migrate` runs. */
export interface SchemaTool {
  /** Which numbered migrations the database has, and which this adapter knows. */
  status(): Promise<SchemaStatus>
  /**
   * Runs what is missing, in order. Safe twice, and from two processes at once.
   *
   * @throws {SchemaError} if the database is of a later release
   * @throws {TypeError} for an environment that cannot be written into a statement
   */
  migrate(options?: MigrateOptions): Promise<SchemaStatus>
  /**
   * The statements of the migrations after `from` (0: all), for your app's own tool. What exists already is left
   * unchanged, so they may be run twice, or after `migrate`; not from two processes at once. A database that cannot
   * skip an existing column (SQLite) refuses the second run, and nothing is lost.
   */
  sql(from?: number, options?: MigrateOptions): string
  /**
   * What is wrong with the tables of a database whose `status` is up to date, a sentence each: a table or a column that
   * is missing although the migrations are recorded, because another program created or changed it. Empty where all is
   * well.
   *
   * @default not checked
   */
  issues?(): Promise<readonly string[]>
}

/** What a migration must know about the rows that exist already. */
export interface MigrateOptions {
  /**
   * The `environment` of your configuration. Up to migration 7 no row named its environment; the migration after that
   * gives all of them to this one.
   *
   * @default 'default'
   */
  readonly environment?: string
  /**
   * The RP IDs of your configuration. Up to migration 7 all relying parties read the same stored policies; the migration
   * after that gives a copy of them to each that has an account or an event, and to each of these.
   *
   * @default []
   */
  readonly relyingPartyIds?: readonly string[]
}

/** The version of the schema in the database, and the version that this release needs. */
export interface SchemaStatus {
  readonly current: number
  readonly wanted: number
}

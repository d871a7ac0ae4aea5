import type { AccountStore } from './account-store.js'
import type { CodeStore } from './code-store.js'
import type { EventStore } from './event-store.js'
import type { MetadataStore } from './metadata-store.js'
import type { PasskeyStore } from './passkey-store.js'
import type { PolicyStore } from './policy-store.js'
import type { RateStore } from './rate-store.js'

/**
 * Everything Latchkey keeps, as a few atomic verbs: what must happen together is one call.
 *
 * The rules that hold for every verb:
 * - Expected outcomes are return values. A rejected promise means that the storage itself failed, and that the change
 *   may or may not have happened; core answers `storage_unavailable` and never tries such a call again.
 * - A verb whose answer is a refusal has changed nothing; `codes.tryRedeem` alone counts its try all the same.
 * - Every call is answered, whatever simultaneous calls do: an adapter whose database undoes one of two transactions
 *   that wait for each other runs it again itself, as long as it is certain that nothing was kept of it.
 * - Events that go with a change are stored with it or not at all: an id that is stored already, or that is named
 *   twice, makes the verb reject, and the change is undone. A verb that changes nothing stores no event, and does not
 *   check whether it could: its answer is the same whatever their ids.
 * - An event whose `once` is stored already at its relying party, or comes a second time in the same call, is left out;
 *   the change and the other events are stored. Of simultaneous calls with the same `once` exactly one stores its event.
 * - Ids, names and keys are compared and ordered by bytes, whatever the collation: no case folding, no Unicode
 *   normalisation, no trailing-space rules. An empty text is a text, not an absent one.
 * - What does not fit is refused by a rejection, never cut, whether it is to be kept or looked for: `assertStorable` says
 *   what fits, and every verb asks it about every text and all bytes that it is handed.
 * - Times are compared as numbers; a time that a verb is handed is the caller's clock, and may lie before one that it
 *   was handed earlier.
 * - Reads come from the primary: they see every change that was answered before they were asked.
 * - Records handed in may be frozen, and are neither changed nor kept by reference. Records handed out are the
 *   caller's; a field that is absent is not there, and bytes are a plain `Uint8Array` over a buffer of their own.
 *
 * `passkeys`, `accounts`, `codes`, `events` and what was spent share transactions, so they live in one database;
 * `policies` and `rates` may come from another adapter: `{ ...kyselyStorage(db), rates: redisRates(redis) }`.
 *
 * `Transaction` is what `createUser` is handed, where the adapter shares the database of your app.
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

  /**
   * Present and true where `passkeys.add` calls `createUser`, with a transaction that the host's own tables can be
   * changed in. Absent where it rejects such a call.
   */
  readonly sharesTransaction?: true

  /**
   * Forgets what no one needs, at most `limit` rows of each kind in one call, without locking a table: what was spent
   * and expired more than 24 hours before `now`, events settled and codes used or expired more than 30 days before, ids
   * removed more than 365 days before, rate windows that have closed by `now`. Unsettled events go where `options.unsettledBefore` says so, and else stay, however old; passkeys, accounts and tombstones stay, however old.
   * Answers how many went; of simultaneous calls each counts what it deleted itself, and fewer than `limit` only when
   * nothing is left that another does not delete. A `limit` that is not a whole number, 0 or more, is refused by a
   * rejection.
   */
  sweep(now: number, limit: number, options?: SweepOptions): Promise<SweepCounts>

  /** Brings the database to the shape this adapter needs. Absent where there is nothing to bring. */
  readonly schema?: SchemaTool
}

/** What a sweep deletes beyond what has expired. */
export interface SweepOptions {
  /** Events that happened before this instant go although no one has acknowledged them, leased ones too. */
  readonly unsettledBefore?: number
}

/** How many rows a sweep has deleted, by kind. */
export interface SweepCounts {
  readonly spent: number
  /** Those that were settled. */
  readonly events: number
  readonly unsettled: number
  readonly codes: number
  readonly rates: number
  /** Ids of passkeys that were removed. */
  readonly removed: number
}

/** What `latchkey migrate` runs. */
export interface SchemaTool {
  /** Which numbered migrations the database has, and which this adapter knows. */
  status(): Promise<SchemaStatus>
  /** Runs what is missing, in order. Safe twice, and from two processes at once. */
  migrate(): Promise<SchemaStatus>
  /**
   * The statements of the migrations after `from` (0: all), for your app's own tool. What is there already stays as it
   * is, so they may be run twice, or after `migrate`; not from two processes at once. A database that cannot skip a
   * column that is there (SQLite) refuses the second run, and nothing is lost.
   */
  sql(from?: number): string
}

/** The version of the schema in the database, and the version that this release needs. */
export interface SchemaStatus {
  readonly current: number
  readonly wanted: number
}

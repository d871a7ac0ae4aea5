import type { AccountStore } from './account-store.js'
import type { CodeStore } from './code-store.js'
import type { EventStore } from './event-store.js'
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
 * - Ids, names and keys are compared by bytes, whatever the collation: no case folding, no Unicode normalisation, no
 *   trailing-space rules. What does not fit is refused by a rejection, never cut: `refuseUnfit` says what fits.
 * - Reads come from the primary: they see every change that was answered before they were asked.
 * - Records handed in are not kept by reference, and records handed out are the caller's.
 *
 * `passkeys`, `accounts`, `codes`, `events` and what was spent share transactions, so they live in one database;
 * `policies` and `rates` may come from another adapter: `{ ...kyselyStorage(db), rates: redisRates(redis) }`.
 *
 * The conformance suite of `@latchkey/testing` runs every sentence of this contract.
 */
export interface PasskeyStorage {
  readonly passkeys: PasskeyStore
  readonly accounts: AccountStore
  readonly policies: PolicyStore
  readonly codes: CodeStore
  readonly events: EventStore
  readonly rates: RateStore

  /**
   * Forgets what no one needs, at most `limit` rows of each kind in one call, without locking a table: what was spent
   * and expired more than 24 hours before `now`, events settled more than 30 days before, codes used or expired for
   * 30 days, rate windows that have closed. Answers how many went.
   */
  sweep(now: number, limit: number): Promise<SweepCounts>

  /** Brings the database to the shape this adapter needs. Absent where there is nothing to bring. */
  readonly schema?: SchemaTool
}

export interface SweepCounts {
  readonly spent: number
  readonly events: number
  readonly codes: number
  readonly rates: number
}

/** What `latchkey migrate` runs. */
export interface SchemaTool {
  /** Which numbered migrations the database has, and which this adapter knows. */
  status(): Promise<SchemaStatus>
  /** Runs what is missing, in order. Safe twice, and from two processes at once. */
  migrate(): Promise<SchemaStatus>
  /** The statements of the migrations after `from` (0: all), for the host's own tool. */
  sql(from?: number): string
}

export interface SchemaStatus {
  readonly current: number
  readonly wanted: number
}

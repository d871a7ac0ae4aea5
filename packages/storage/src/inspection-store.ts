/**
 * What an operator needs to know of a storage: what `passkeys.doctor()` reads. Optional: without it those checks are
 * left out. Reading changes nothing. These verbs may read a whole index: they are not called while users wait.
 */
export interface InspectionStore {
  /**
   * Every relying party that has passkeys, suspended ones included, in the order of the bytes of its id: how many
   * passkeys it has, and of how many users.
   */
  relyingParties(): Promise<readonly StoredRelyingParty[]>

  /**
   * How many rows `sweep(now, limit)` would delete, of all kinds together: at most `limit` of each kind. Nothing is
   * deleted. Events that were never acknowledged do not count.
   *
   * @throws {RangeError} for a `limit` that is not a whole number, 0 or more
   */
  sweepable(now: number, limit: number): Promise<number>

  /**
   * The events of a relying party that are not settled, leased or not: how many, at most `limit`, and when the one with
   * the smallest id happened.
   *
   * @throws {RangeError} for what does not fit, or a `limit` that is not a whole number, 0 or more
   */
  unsettled(rpId: string, limit: number): Promise<UnsettledEvents>

  /** The clock and the settings of the database, as this storage's own connection has them. */
  server(): Promise<ServerState>
}

/** A relying party, by its passkeys. */
export interface StoredRelyingParty {
  readonly rpId: string
  readonly passkeys: number
  /** Users with a passkey. */
  readonly users: number
}

/** Events that wait to be settled. */
export interface UnsettledEvents {
  readonly count: number
  /** Absent where there are none. */
  readonly oldestAt?: number
}

/** The state of the database. */
export interface ServerState {
  /** The clock of the database: epoch milliseconds. */
  readonly now: number
  /** What is wrong with the settings, a sentence each that says what to write; empty where all is well. */
  readonly issues: readonly string[]
}

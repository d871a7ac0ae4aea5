import type {
  AcceptedMetadata,
  AccountRecord,
  CodeRecord,
  EventRecord,
  PasskeyRecord,
  RateCount,
  RemovedId,
  StoredPolicyRecord,
} from '@latchkey/storage'
import type { Database as LmdbDatabase, RootDatabase } from 'lmdb'

/** Values are JSON: every text is returned unchanged, and each read creates a new value. Bytes are base64 in it. */
export interface KeptPasskey extends Omit<PasskeyRecord, 'publicKey'> {
  readonly publicKey: string
}

export interface KeptCode extends Omit<CodeRecord, 'hash'> {
  readonly hash: string
}

/** The record of a removed passkey's id. */
export type Removal = Omit<RemovedId, 'id'>

export interface StoredEvent {
  readonly event: EventRecord
  readonly settledAt?: number
}

/** An event that is still to be delivered: its lease, and the queue of its user. */
export interface UnsettledEvent {
  /** The user of one relying party; absent for events without one. */
  readonly queue?: string
  readonly leasedUntil: number
}

/** The kinds of records that can be swept, found by their time. */
export type EndingKind = 'spent' | 'events' | 'unsettled' | 'codes' | 'removed' | 'rates'

type Table<Value> = LmdbDatabase<Value, Uint8Array>

/** The tables, and the two ways to use them. */
export interface Database {
  readonly passkeys: Table<KeptPasskey>
  /** The ids of a user's passkeys, in the order in which they are listed. */
  readonly ownership: Table<string>
  /** By the digest of the relying party and the id. */
  readonly removed: Table<Removal>
  readonly accounts: Table<AccountRecord>
  /** The relying parties of a user. */
  readonly accountOwnership: Table<string>
  /** The expiry of what was spent. */
  readonly spent: Table<number>
  /** The newest expiry that a sweep has forgotten, under its one key. */
  readonly forgotten: Table<number>
  readonly policies: Table<StoredPolicyRecord>
  readonly codes: Table<KeptCode>
  /** The ids of a user's codes. */
  readonly codeOwnership: Table<string>
  readonly events: Table<StoredEvent>
  /** The ids of events by relying party, and by organization, in their order. */
  readonly eventOrder: Table<string>
  /** By relying party and `once`: the id of the event that has it. */
  readonly once: Table<string>
  readonly unsettled: Table<UnsettledEvent>
  readonly metadata: Table<AcceptedMetadata>
  readonly rates: Table<RateCount>
  /** For each kind by time: the key of the record that ends then. */
  readonly endings: Readonly<Record<EndingKind, Table<string>>>

  /**
   * Runs the work while no other process and nothing in this one writes: what it reads stays true until it is done.
   * When it throws, nothing of it was written. It does not wait for anything, so nothing comes between.
   */
  transact<Answer>(work: () => Answer): Answer

  /** Runs the work on what any process had written when it began, and on nothing that is written meanwhile. */
  read<Answer>(work: () => Answer): Answer
}

export function openDatabase(lmdb: RootDatabase): Database {
  const table = <Value>(name: string): Table<Value> =>
    lmdb.openDB<Value, Uint8Array>({ name: `latchkey-${name}`, encoding: 'json', keyEncoding: 'binary' })
  return {
    passkeys: table('passkeys'),
    ownership: table('ownership'),
    removed: table('removed'),
    accounts: table('accounts'),
    accountOwnership: table('account-ownership'),
    spent: table('spent'),
    forgotten: table('forgotten'),
    policies: table('policies'),
    codes: table('codes'),
    codeOwnership: table('code-ownership'),
    events: table('events'),
    eventOrder: table('event-order'),
    once: table('once'),
    unsettled: table('unsettled'),
    metadata: table('metadata'),
    rates: table('rates'),
    endings: {
      spent: table('endings-of-spent'),
      events: table('endings-of-events'),
      unsettled: table('endings-of-unsettled'),
      codes: table('endings-of-codes'),
      removed: table('endings-of-removed'),
      rates: table('endings-of-rates'),
    },
    transact: (work) => lmdb.transactionSync(work),
    read: (work) => {
      // LMDB reuses the snapshot of an earlier read for a moment: begin a new one.
      lmdb.resetReadTxn()
      return work()
    },
  }
}

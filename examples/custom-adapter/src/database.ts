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

/** Values are JSON: every text comes back as it was, and each read makes a value of its own. Bytes are base64 in it. */
export interface KeptPasskey extends Omit<PasskeyRecord, 'publicKey'> {
  readonly publicKey: string
}

export interface KeptCode extends Omit<CodeRecord, 'hash'> {
  readonly hash: string
}

/** What is remembered of the id of a removed passkey. */
export type Removal = Omit<RemovedId, 'id'>

export interface StoredEvent {
  readonly event: EventRecord
  readonly settledAt?: number
}

/** What the outbox still owes: whose turn it is to deliver the event, and in whose order it stands. */
export interface UnsettledEvent {
  /** The user of one relying party; absent for events without one. */
  readonly queue?: string
  readonly leasedUntil: number
}

/** What may be swept one day, found by its time. */
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
  /** When what was spent would have expired. */
  readonly spent: Table<number>
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
  /** For each kind by time: the key of what ends then. */
  readonly endings: Readonly<Record<EndingKind, Table<string>>>

  /**
   * Runs the work while no other process and nothing in this one writes: what it reads stays true until it is done.
   * When it throws, nothing of it was written. It does not wait for anything, so nothing comes between.
   */
  transact<Answer>(work: () => Answer): Answer

  /** Runs the work on what was written when it began, by whatever process, and on nothing that is written meanwhile. */
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
    spent: table('spent'),
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
      // LMDB's reads see what was there when the first of them began, and it keeps that for a moment: begin anew.
      lmdb.resetReadTxn()
      return work()
    },
  }
}

import { type Kysely, type RawBuilder, sql } from 'kysely'

/** What the tables hold at one instant, as far as the checks look at it. */
export interface Snapshot {
  readonly passkeys: readonly PasskeyRow[]
  readonly accounts: readonly AccountRow[]
  /** How many ceremonies are remembered as spent. */
  readonly spent: number
  readonly policies: readonly PolicyRow[]
  /** By id. */
  readonly events: readonly EventRow[]
}

export interface PasskeyRow {
  readonly id: string
  readonly userId: string
  readonly isActive: boolean
  readonly signInCount: number
}

export interface AccountRow {
  readonly userId: string
  readonly passkeyCount: number
  readonly activeCount: number
}

export interface PolicyRow {
  readonly scope: string
  readonly version: number
}

export interface EventRow {
  readonly id: string
  readonly name: string
  readonly userId: string | null
  readonly scope: string
  /** From the event's data; each is absent if the event is about something else. */
  readonly passkeyId?: string
  readonly version?: number
  /** Whether its delivery was acknowledged: it was enqueued, and nothing is left of that. */
  readonly isSettled: boolean
}

/** Without the table of decoys, which is stored beside them and has no events. */
const layers = sql<Kept>`select * from latchkey_stored_policies where scope <> 'decoys'`

const eventsWithDeliveries = sql<Kept>`
  select latchkey_events.*, (select count(*) from latchkey_deliveries where event_id = latchkey_events.id) as waiting
  from latchkey_events`

/** The tables as the drivers give them back: whole numbers as numbers or digits. */
type Kept = Readonly<Record<string, string | number | bigint | null>>

/** Reads all tables at one instant: PostgreSQL in one snapshot of its own, SQLite in a transaction, which is one there. */
export async function readSnapshot(db: Kysely<unknown>): Promise<Snapshot> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const read = async (query: RawBuilder<Kept>) => (await query.execute(transaction)).rows
      const spent = await read(sql<Kept>`select count(*) as count from latchkey_spent`)
      return {
        passkeys: (await read(sql<Kept>`select * from latchkey_passkeys`)).map(toPasskey),
        accounts: (await read(sql<Kept>`select * from latchkey_accounts`)).map(toAccount),
        spent: Number(spent[0]?.count),
        policies: (await read(layers)).map(toPolicy),
        events: (await read(eventsWithDeliveries)).map(toEvent).toSorted(byId),
      }
    })
}

function toPasskey(row: Kept): PasskeyRow {
  return {
    id: String(row.id),
    userId: String(row.user_id),
    isActive: row.status === 'active',
    signInCount: Number(row.sign_in_count),
  }
}

function toAccount(row: Kept): AccountRow {
  return {
    userId: String(row.user_id),
    passkeyCount: Number(row.passkey_count),
    activeCount: Number(row.active_count),
  }
}

function toPolicy(row: Kept): PolicyRow {
  return { scope: String(row.scope), version: Number(row.version) }
}

function toEvent(row: Kept): EventRow {
  const { passkeyId, version } = JSON.parse(String(row.data))
  return {
    id: String(row.id),
    name: String(row.name),
    userId: row.user_id === null ? null : String(row.user_id),
    scope: row.organization_id === null ? 'environment' : `organization:${row.organization_id}`,
    ...(passkeyId !== undefined && { passkeyId }),
    ...(version !== undefined && { version }),
    isSettled: row.settled_at !== null && Number(row.waiting) === 0,
  }
}

function byId(one: EventRow, other: EventRow): number {
  return one.id < other.id ? -1 : 1
}

import type { Database, OwnTransaction } from '../database/database.js'
import type { EventRow } from '../rows/event-row.js'
import type { claimStatementsOnMysql } from '../statements/events.js'

export interface EventClaim {
  /** Identifies this claim. */
  readonly id: string
  readonly limit: number
  readonly leaseMs: number
  readonly now: number
}

export interface MysqlClaiming {
  readonly database: Database
  readonly statements: ReturnType<typeof claimStatementsOnMysql>
}

/**
 * In a transaction of its own, which locks only what it leases, not everything that it has read. In one of your app,
 * reads may show an old snapshot unless they lock.
 *
 * A locking read finds what was committed since its statement began, but its subquery does not: if a user got two
 * events meanwhile, it takes both for the oldest. So the locked events are checked once more, by a statement that
 * sees both, and dropped ones are replaced.
 */
export function claimEventsOnMysql(claiming: MysqlClaiming, claim: EventClaim): Promise<readonly EventRow[]> {
  return claiming.database.transact(
    async (transaction) => {
      const leased: EventRow[] = []
      const judged: string[] = []
      let isSettled = false
      while (!isSettled) {
        const limit = claim.limit - leased.length
        const locked = await lockClaimable(claiming, transaction, { ...claim, limit, judged })
        const oldest = await selectOldest(claiming, transaction, { now: claim.now, locked })
        leased.push(...oldest)
        judged.push(...locked.map(({ id }) => id))
        isSettled = oldest.length === locked.length
      }
      await lease(claiming, transaction, { ...claim, leased })
      return leased
    },
    { isolation: 'read committed' },
  )
}

interface Locking extends EventClaim {
  readonly judged: readonly string[]
}

function lockClaimable(
  { statements }: MysqlClaiming,
  { read }: OwnTransaction,
  { now, limit, judged }: Locking,
): Promise<readonly EventRow[]> {
  const values = { now, limit }
  return read<EventRow>(judged.length === 0 ? statements.lock(values) : statements.lockOthers({ ...values, judged }))
}

interface Locked {
  readonly now: number
  readonly locked: readonly EventRow[]
}

async function selectOldest(
  { database, statements }: MysqlClaiming,
  { read }: OwnTransaction,
  { now, locked }: Locked,
): Promise<readonly EventRow[]> {
  const ids = locked.filter(({ user_id }) => user_id !== null).map(({ id }) => id)
  if (ids.length === 0) return locked
  const select = database.isNested ? statements.selectOldestLocked : statements.selectOldest
  const rows = await read<{ readonly id: string }>(select({ now, ids }))
  const oldest = new Set(rows.map(({ id }) => id))
  return locked.filter(({ id, user_id }) => user_id === null || oldest.has(id))
}

interface Leasing extends EventClaim {
  readonly leased: readonly EventRow[]
}

async function lease(
  { statements }: MysqlClaiming,
  { run }: OwnTransaction,
  { id, leaseMs, now, leased }: Leasing,
): Promise<void> {
  if (leased.length === 0) return
  await run(statements.lease({ claim: id, until: now + leaseMs, ids: leased.map((event) => event.id) }))
}

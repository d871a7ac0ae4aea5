import { kyselyStorage } from '@latchkey/kysely'
import type { PasskeyStorage } from '@latchkey/storage'
import {
  sampleAccount,
  sampleCredentialId,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTogether,
  sampleUse,
} from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

/** What a transaction does before others wait for it. */
type Hold = (db: Kysely<unknown>) => Promise<unknown>

/** How many connections wait for a lock. InnoDB brings its answer up to date ten times a second. */
const waiting: Readonly<Record<string, (db: Kysely<unknown>) => Promise<number>>> = {
  PostgreSQL: (db) =>
    count(
      db,
      sql`
      select count(*) as count from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`,
    ),
  MariaDB: (db) =>
    count(db, sql`select count(*) as count from information_schema.innodb_trx where trx_state = 'LOCK WAIT'`),
}

async function count(db: Kysely<unknown>, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await query.execute(db)
  return Number(Object(rows[0]).count)
}

const second = sampleCredentialId('c2Vjb25k')
const spend = [sampleSpend('another')]
const active = async ({ passkeys }: PasskeyStorage) => {
  const { passkeys: listed, account } = await passkeys.listByUser(sampleRpId, 'alice')
  return [account?.passkeyCount, account?.activeCount, listed.length]
}

const withLocks = databases.flatMap((database) => {
  const countWaiting = waiting[database.name]
  return countWaiting ? [{ ...database, countWaiting }] : []
})

describe.each(withLocks)('a verb that waits for a row, on $name', ({ create, countWaiting }) => {
  const open = openForTests(create)

  beforeEach(async () => {
    await empty(open.db)
    await open.storage.passkeys.add(samplePasskey(), sampleTogether())
  })

  /** Resolves when as many wait; rejects when one that should is answered instead. */
  async function untilWaiting(number: number, verbs: readonly Promise<unknown>[]): Promise<void> {
    const answered = Promise.race(verbs).then((answer) => {
      throw new Error(`It did not wait, and answered ${JSON.stringify(answer)}.`)
    })
    let isAnswered = false
    answered.catch(() => {
      isAnswered = true
    })
    // MariaDB answers what it last knew when it is asked within 100 ms.
    do await new Promise((resolve) => setTimeout(resolve, 110))
    while (!isAnswered && (await countWaiting(open.db)) < number)
    if (isAnswered) await answered
  }

  /** What they answer when the first waits for the row that is held, and the second comes while it waits. */
  async function whileHeld<First, Second>(
    hold: Hold,
    verbs: readonly [() => Promise<First>, () => Promise<Second>],
    end: 'commit' | 'rollback' = 'commit',
  ): Promise<readonly [First, Second]> {
    const transaction = await open.db.startTransaction().execute()
    await hold(transaction)
    const first = verbs[0]()
    await untilWaiting(1, [first])
    const second = verbs[1]()
    await untilWaiting(2, [first, second])
    await transaction[end]().execute()
    return [await first, await second]
  }

  const holdPasskey: Hold = (db) => sql`update latchkey_passkeys set name = 'held'`.execute(db)
  const holdAccount: Hold = (db) => sql`update latchkey_accounts set prompt_declines = 1`.execute(db)
  /** A call that adds it meanwhile has counted it already when it waits. */
  const holdSecondId: Hold = (db) =>
    kyselyStorage(db).passkeys.add(samplePasskey({ userId: 'bob', id: second }), sampleTogether({ spend: [] }))

  test('no use is recorded after the version was raised: who raises it waits, too', async () => {
    const [use, account] = await whileHeld(holdPasskey, [
      () => open.storage.passkeys.recordUse(sampleUse()),
      () => open.storage.accounts.raiseVersion(sampleAccount(), []),
    ])
    expect([use, account?.version]).toEqual(['recorded', 2])
  })

  const addSecond = () =>
    open.storage.passkeys.add(samplePasskey({ id: second }), sampleTogether({ spend, accountVersion: 1 }))

  test('a purge leaves no passkey that was added while it waited', async () => {
    const purge = () => open.storage.accounts.purge(sampleAccount(), () => [])
    const [added, account] = await whileHeld(holdSecondId, [addSecond, purge], 'rollback')
    expect([added, account.version]).toEqual(['added', 2])
    expect(await active(open.storage)).toEqual([0, 0, 0])
  })

  test('removeAll leaves no passkey that was added while it waited', async () => {
    const removeAll = () => open.storage.passkeys.removeAll(sampleAccount(), () => [])
    const [added, { removed }] = await whileHeld(holdSecondId, [addSecond, removeAll], 'rollback')
    expect([added, removed.length]).toEqual(['added', 2])
    expect(await active(open.storage)).toEqual([0, 0, 0])
  })

  test('a removal judges by the passkeys there are when it gets its turn', async () => {
    await open.storage.passkeys.add(samplePasskey({ id: second }), sampleTogether({ spend, accountVersion: 1 }))
    const [suspended, removed] = await whileHeld(holdAccount, [
      () =>
        open.storage.passkeys.setStatus(
          sampleTarget({ id: second }),
          { scope: 'environment', status: 'suspended' },
          [],
        ),
      () => open.storage.passkeys.remove(sampleTarget(), { keepLastActive: true, at: 0, events: [] }),
    ])
    expect(suspended).toBe('done')
    expect(await active(open.storage)).toEqual({ last: [2, 1, 2], removed: [1, 0, 1] }[String(removed)])
  })

  test('a suspension and a removal of one passkey count it once', async () => {
    const [suspended, removed] = await whileHeld(holdPasskey, [
      () => open.storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, []),
      () => open.storage.passkeys.remove(sampleTarget(), { keepLastActive: false, at: 0, events: [] }),
    ])
    expect([suspended, removed]).toEqual(['done', 'removed'])
    expect(await active(open.storage)).toEqual([0, 0, 0])
  })
})

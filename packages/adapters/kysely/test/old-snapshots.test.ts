import { kyselyStorage } from '@latchkey/kysely'
import {
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
} from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

/** Those on which others write while a transaction is open. */
const onServers = databases.filter(({ name }) => ['PostgreSQL', 'MariaDB'].includes(name))

const codeOf = (error: unknown) => String(Object(error).code)

describe.each(onServers)('in a transaction of the host that reads what there was long ago, on $name', ({ create }) => {
  const open = openForTests(create)

  beforeEach(() => empty(open.db))

  /** What the work answers in a transaction that has read before others made the change. */
  async function afterwards<Answer>(change: () => Promise<unknown>, work: (db: Kysely<unknown>) => Promise<Answer>) {
    return open.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => {
        await sql`select * from latchkey_events`.execute(transaction)
        await change()
        return work(transaction)
      })
  }

  test('a use is refused for what stands against it now', async () => {
    await open.storage.passkeys.add(samplePasskey(), sampleTogether())
    const outcome = await afterwards(
      () => open.storage.passkeys.setStatus(sampleTarget(), { scope: 'environment', status: 'suspended' }, []),
      // PostgreSQL refuses such a transaction, which the host has to begin again.
      (transaction) => kyselyStorage(transaction).passkeys.recordUse(sampleUse()).catch(codeOf),
    )
    expect(['gone', '40001']).toContain(outcome)
  })

  test('a policy is not written over one that was written meanwhile', async () => {
    const outcome = await afterwards(
      () => open.storage.policies.write(samplePolicy(), 0, []),
      (transaction) =>
        kyselyStorage(transaction)
          .policies.write(samplePolicy({ enabled: false }), 0, [sampleEvent(1)])
          .catch(codeOf),
    )
    expect(['version_conflict', '40001']).toContain(outcome)
    expect(await open.storage.policies.read(sampleRpId, ['environment'])).toEqual([samplePolicy()])
    expect(await open.storage.events.claim(10, 1000, sampleTime)).toEqual([])
  })

  test('a claim gets no second event of a user', async () => {
    const numbers = [1, 2, 3]
    const claimed = await afterwards(
      () => open.storage.events.append(numbers.map((number) => sampleEvent(number, { userId: 'alice' }))),
      (transaction) => kyselyStorage(transaction).events.claim(10, 1000, sampleTime),
    )
    // It need not see them at all.
    expect([[], [sampleEvent(1, { userId: 'alice' })]]).toContainEqual(claimed)
    expect((await open.storage.events.claim(10, 1000, sampleTime)).length).toBe(1 - claimed.length)
  })
})

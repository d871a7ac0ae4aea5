import { kyselyStorage } from '@latchkey/kysely'
import { sampleEvent, samplePasskey, sampleRpId, sampleSpend, sampleTogether, sampleUse } from '@latchkey/testing'
import { CamelCasePlugin, type Kysely, sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refused, testHostTransactions } from '../../../../test-support/adapters/host-transaction-cases.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

const spend = [sampleSpend('another')]

describe.each(databases)('kyselyStorage in a transaction that the host has begun, on $name', ({ create }) => {
  const open = openForTests(create)

  beforeAll(async () => {
    await sql`create table app_users (name varchar(20) not null)`.execute(open.db)
  })

  beforeEach(async () => {
    await empty(open.db)
    await sql`delete from app_users`.execute(open.db)
    await open.storage.passkeys.add(samplePasskey(), sampleTogether())
  })

  const makeUser = (db: Kysely<unknown>) => sql`insert into app_users values ('Bob')`.execute(db)
  const countUsers = async () => (await sql`select * from app_users`.execute(open.db)).rows.length

  testHostTransactions<Kysely<unknown>>({
    storage: () => open.storage,
    storageIn: kyselyStorage,
    within: (work) => open.db.transaction().execute(work),
    makeUser,
    countUsers,
  })

  test('everything is gone when the host rolls back a transaction that it controls', async () => {
    const transaction = await open.db.startTransaction().execute()
    const { passkeys, rates } = kyselyStorage(transaction)
    expect(await passkeys.recordUse(sampleUse({ events: [sampleEvent(1)] }))).toBe('recorded')
    expect((await rates.hit('key', 60, 0)).count).toBe(1)
    await transaction.rollback().execute()
    expect(await open.storage.passkeys.isSpent(sampleUse().spend.id)).toBe(false)
    expect((await open.storage.rates.read('key', 0)).count).toBe(0)
    expect(await open.storage.events.claim(10, 1, 0)).toEqual([])
  })

  test('a rejection undoes its own part, and the transaction goes on', async () => {
    await open.storage.events.append([sampleEvent(1)])
    await open.db.transaction().execute(async (transaction) => {
      await makeUser(transaction)
      const use = sampleUse({ spend: sampleSpend('another'), events: [sampleEvent(1)] })
      await expect(kyselyStorage(transaction).passkeys.recordUse(use)).rejects.toBeInstanceOf(Error)
    })
    expect(await open.storage.passkeys.isSpent('another')).toBe(false)
    expect(await countUsers()).toBe(1)
  })

  test('simultaneous verbs do not undo each other', async () => {
    await open.db.transaction().execute(async (transaction) => {
      const storage = kyselyStorage(transaction)
      const outcomes = await Promise.all([
        storage.passkeys.recordUse(sampleUse()),
        ...refused.map(({ act }) => act(storage)),
        storage.passkeys.recordUse(sampleUse({ spend: sampleSpend('second') })),
      ])
      expect(outcomes).toEqual(['recorded', ...refused.map(({ answer }) => answer), 'recorded'])
    })
    const found = await open.storage.passkeys.find(sampleRpId, samplePasskey().id)
    expect(found?.passkey.signInCount).toBe(2)
  })

  test('simultaneous storages of one transaction do not undo each other', async () => {
    await open.db.transaction().execute(async (transaction) => {
      const instances = [transaction, transaction, transaction.withPlugin(new CamelCasePlugin())]
      const [one, other, third] = instances.map((instance) => kyselyStorage(instance))
      const outcomes = await Promise.all([
        one?.passkeys.recordUse(sampleUse()),
        other?.passkeys.recordUse(sampleUse({ spend: sampleSpend('another'), expectedSignCount: 7 })),
        third?.passkeys.recordUse(sampleUse({ spend: sampleSpend('second') })),
        other?.passkeys.recordUse(sampleUse({ spend: sampleSpend('another'), accountVersion: 7 })),
      ])
      expect(outcomes).toEqual(['recorded', 'sign_count_moved', 'recorded', 'account_changed'])
    })
    const found = await open.storage.passkeys.find(sampleRpId, samplePasskey().id)
    expect(found?.passkey.signInCount).toBe(2)
  })

  test('reads beside a change that is refused see what there is without it', async () => {
    await open.db.transaction().execute(async (transaction) => {
      const { passkeys, rates, policies } = kyselyStorage(transaction)
      const reads = {
        find: () => passkeys.find(sampleRpId, samplePasskey().id).then((found) => found?.passkey.userId),
        listByUser: () => passkeys.listByUser(sampleRpId, 'bob').then(({ account }) => account),
        page: () => passkeys.page({ rpId: sampleRpId, limit: 10 }).then(({ items }) => items.length),
        isSpent: () => passkeys.isSpent('another'),
        rates: () => rates.read('key', 0).then(({ count }) => count),
        policies: () => policies.read(sampleRpId, ['environment']).then(({ length }) => length),
      }
      for (const read of Object.values(reads)) {
        const alone = await read()
        let isAnswered = false
        const change = passkeys.add(samplePasskey({ userId: 'bob' }), sampleTogether({ spend })).finally(() => {
          isAnswered = true
        })
        // Asked again and again, so that one of them comes after the statement that fails.
        while (!isAnswered) expect(await read()).toEqual(alone)
        expect(await change).toBe('duplicate')
      }
    })
  })
})

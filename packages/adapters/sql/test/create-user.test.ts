import type { SqlExecutor } from '@latchkey/sql'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { databases } from './databases.js'
import { openForTests } from './open-for-tests.js'

/** A user of the app, inserted through what the driver calls a transaction. */
async function insertUser(transaction: unknown, name: string): Promise<void> {
  const text = `insert into app_users (name) values ('${name}')`
  if (Array.isArray(transaction)) return void transaction.push({ text, values: [] })
  if (typeof transaction !== 'object' || transaction === null) throw new TypeError('There is a transaction.')
  if ('query' in transaction) await (transaction as { query(text: string): Promise<unknown> }).query(text)
  else (transaction as { prepare(text: string): { run(): unknown } }).prepare(text).run()
}

const usersOf = async ({ run }: SqlExecutor) => (await run('select name from app_users order by name', [])).rows

describe.each(databases)('createUser on $name', ({ create }) => {
  const open = openForTests(create)

  beforeAll(async () => {
    await open().executor.run('create table app_users (name varchar(20) not null primary key)', [])
  })

  test('makes a user of the app and the passkey together', async () => {
    const { storage, executor } = open()
    const createUser = (transaction: unknown) => insertUser(transaction, 'alice')
    expect(await storage.passkeys.add(samplePasskey(), sampleTogether({ createUser }))).toBe('added')
    expect(await usersOf(executor)).toEqual([{ name: 'alice' }])
  })

  test('that finds the name taken passes its error through, and nothing is stored', async () => {
    const { storage, executor } = open()
    const passkey = samplePasskey({ userId: 'bob', rpId: 'other.example' })
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'bob')
      await insertUser(transaction, 'alice')
    }
    const rejection = await storage.passkeys
      .add(passkey, sampleTogether({ spend: [{ id: 'taken', expiresAt: 1 }], createUser }))
      .catch((error: unknown) => String(error))
    expect(rejection).toMatch(/unique|duplicate/i)
    expect(await usersOf(executor)).toEqual([{ name: 'alice' }])
    expect(await storage.passkeys.listByUser('other.example', 'bob')).toEqual({ passkeys: [] })
    expect(await storage.passkeys.isSpent('taken')).toBe(false)
  })

  test('that hides a failed statement: the result is what is stored', async () => {
    const { storage, executor } = open()
    const spend = [{ id: 'hidden', expiresAt: 1 }]
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'carol')
      await insertUser(transaction, 'alice').catch(() => {})
    }
    const passkey = samplePasskey({ userId: 'carol', rpId: 'third.example' })
    const answer = await storage.passkeys.add(passkey, sampleTogether({ spend, createUser })).catch(() => 'rejected')
    const stored = [
      (await storage.passkeys.listByUser('third.example', 'carol')).passkeys.length,
      (await usersOf(executor)).length,
      await storage.passkeys.isSpent('hidden'),
    ]
    expect([answer, stored]).toEqual([answer, answer === 'added' ? [1, 2, true] : [0, 1, false]])
  })

  test('makes other calls wait, and they then see what there is', async () => {
    const { storage } = open()
    const passkey = samplePasskey({ userId: 'dora', rpId: 'fourth.example' })
    let isMade = false
    const createUser = async () => {
      await new Promise(setImmediate)
      isMade = true
    }
    const together = sampleTogether({ spend: [{ id: 'waiting', expiresAt: 1 }], createUser })
    const [outcome, page] = await Promise.all([
      storage.passkeys.add(passkey, together),
      storage.passkeys.page({ rpId: sampleRpId, limit: 10 }),
    ])
    expect([outcome, page.items.length, isMade]).toEqual(['added', 1, true])
  })

  test('of simultaneous calls with one ceremony, only the user of the one that is added is there', async () => {
    const { storage, executor } = open()
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((number) => {
        const createUser = (transaction: unknown) => insertUser(transaction, `racer ${number}`)
        const passkey = samplePasskey({ rpId: 'race.example', userId: `racer ${number}` })
        return storage.passkeys.add(passkey, sampleTogether({ spend: [{ id: 'raced', expiresAt: 1 }], createUser }))
      }),
    )
    expect(outcomes.toSorted()).toEqual(['added', 'already_spent', 'already_spent', 'already_spent'])
    const racers = await executor.run("select name from app_users where name like 'racer%'", [])
    expect(racers.rows).toEqual([{ name: `racer ${outcomes.indexOf('added')}` }])
  })
})

import { gzipSync } from 'node:zlib'
import { type D1Statement, d1Executor, d1Storage } from '@latchkey/d1'
import { SchemaError } from '@latchkey/sql'
import { createAuthenticator, samplePasskey, sampleTogether } from '@latchkey/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleWorker } from './worker/bundle-worker.js'
import { openWorker } from './worker/open-worker.js'

const origin = 'https://app.example.com'
const entry = new URL('./worker/app-worker.ts', import.meta.url)

describe('a Worker of core, http and d1', () => {
  const open = openWorker(entry)
  let cookie = ''

  beforeAll(async () => {
    const { database } = open()
    await d1Storage(database).schema.migrate()
    await database.batch([database.prepare('create table users (id text primary key, email text not null unique)')])
  })

  async function post(path: string, body: object) {
    const headers = { origin, cookie, 'content-type': 'application/json' }
    const response = await open().fetch(`${origin}/passkeys${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    cookie =
      response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ') || cookie
    return { status: response.status, body: JSON.parse((await response.text()) || '{}') }
  }

  const usersOf = async () => (await open().database.prepare('select id, email from users').all()).results

  test('signs a user up, who is stored with the passkey, and signs the user in', async () => {
    const authenticator = createAuthenticator({ origin, algorithms: [-7] })
    const began = await post('/sign-up/begin', { profile: { email: 'ada@example.com' } })
    const response = await authenticator.create(began.body.options)
    const finished = await post('/sign-up/finish', { ceremony: began.body.ceremony, response, name: 'Laptop' })
    const { userId } = finished.body
    expect([finished.status, await usersOf()]).toEqual([200, [{ id: userId, email: 'ada@example.com' }]])

    const { body } = await post('/sign-in/begin', {})
    const assertion = await authenticator.get(body.options)
    expect(await post('/sign-in/finish', { ceremony: body.ceremony, response: assertion })).toEqual({
      status: 200,
      body: { userId },
    })
  })

  test('is at most 275 kB of gzip', async () => {
    expect(gzipSync(await bundleWorker(entry)).length).toBeLessThanOrEqual(275_000)
  })

  test('stores no passkey if a statement of the app fails, and its error passes through', async () => {
    const { database } = open()
    const storage = d1Storage(database)
    const passkey = samplePasskey({ userId: 'bob' })
    const insert = (id: string) => database.prepare('insert into users values (?, ?)').bind(id, 'bob@example.com')
    const createUser = async (batch: D1Statement[]) => void batch.push(insert('bob'), insert('bob again'))
    const spend = [{ id: 'taken', expiresAt: 1 }]
    const addition = storage.passkeys.add(passkey, sampleTogether({ spend, createUser: createUser as never }))
    await expect(addition).rejects.toThrow('UNIQUE constraint failed: users.email')
    expect(await storage.passkeys.listByUser(passkey.rpId, 'bob')).toEqual({ passkeys: [] })
    expect(await storage.passkeys.isSpent('taken')).toBe(false)
    expect((await usersOf())?.length).toBe(1)
  })

  test('runs no statement of the app if the passkey is refused', async () => {
    const { database } = open()
    const storage = d1Storage(database)
    const outcomes = await Promise.all(
      ['carol', 'dora'].map((userId) => {
        const insert = database.prepare('insert into users values (?, ?)').bind(userId, `${userId}@example.com`)
        const createUser = async (batch: D1Statement[]) => void batch.push(insert)
        const together = sampleTogether({ spend: [{ id: 'raced', expiresAt: 1 }], createUser: createUser as never })
        return storage.passkeys.add(samplePasskey({ userId, rpId: 'race.example' }), together)
      }),
    )
    expect(outcomes.toSorted()).toEqual(['added', 'already_spent'])
    expect((await usersOf())?.length).toBe(2)
  })
})

describe('d1Executor', () => {
  const open = openWorker(entry)

  test('a batch whose third statement fails leaves nothing', async () => {
    const { run, batch } = d1Executor(open().database)
    await run('create table things (id text primary key)', [])
    const insert = (id: string) => ({ text: 'insert into things values (?)', values: [id] })
    const failure = batch?.([insert('one'), insert('two'), insert('one')])
    await expect(failure).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
    expect((await run('select * from things', [])).rows).toEqual([])
  })

  test.each([
    [7, 'integer'],
    [0, 'integer'],
    [-257, 'integer'],
    [2 ** 53 - 1, 'integer'],
    ['7', 'text'],
    [null, 'null'],
    [new Uint8Array([0, 255]), 'blob'],
  ])('%s is bound as %s', async (value, type) => {
    const { run } = d1Executor(open().database)
    const { rows } = await run('select typeof(?) as type, ? as value', [value, value])
    expect(rows).toEqual([{ type, value: value instanceof Uint8Array ? [...value] : value }])
  })

  test('reports how many rows a statement has changed, not a read before it', async () => {
    const { run } = d1Executor(open().database)
    await run('create table numbers (n integer)', [])
    expect((await run('insert into numbers values (?), (?)', [1, 2])).changes).toBe(2)
    expect((await run('select n from numbers where n > ?', [2])).changes).toBe(0)
    expect((await run('update numbers set n = n + ? where n > ?', [1, 5])).changes).toBe(0)
    expect((await run('delete from numbers returning n', [])).changes).toBe(2)
  })

  test('without our tables, each verb says which migration is missing', async () => {
    await expect(
      d1Storage(open().database, { prefix: 'none_' }).accounts.page({ rpId: 'a', limit: 1 }),
    ).rejects.toThrow(SchemaError)
  })
})

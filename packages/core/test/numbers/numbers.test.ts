import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { afterEach, describe, test } from 'vitest'
import { type DatabaseStorage, openSqlite } from '../api/sqlite.js'
import { type HostUsers, usersApart, usersTogether } from '../host-users.js'
import { createWorld } from '../world.js'
import { accountNumbers } from './account-numbers.js'
import { adminNumbers } from './admin-numbers.js'
import { codeNumbers } from './code-numbers.js'
import { deliveryCases } from './delivery-cases.js'
import type { MakeWorld } from './numbered-case.js'
import { openPostgres } from './open-postgres.js'
import { ownNumbers } from './own-numbers.js'
import { policyNumbers } from './policy-numbers.js'
import { signInNumbers } from './sign-in-numbers.js'
import { signUpNumbers } from './sign-up-numbers.js'

/** Reported as NOT RUN by the script that starts the servers, if there is none. */
const postgresUrl = process.env.LATCHKEY_POSTGRES_URL

type OpenedStorage = PasskeyStorage & { readonly db?: DatabaseStorage['db']; close(): Promise<void> }

/** Each kind of storage, and how an empty one is opened. */
const storages: Readonly<Record<string, () => Promise<OpenedStorage>>> = {
  memory: async () => ({ ...memoryStorage(), close: async () => {} }),
  SQLite: () => openSqlite(':memory:'),
  ...(postgresUrl ? { PostgreSQL: () => openPostgres(postgresUrl) } : {}),
}

const opened: OpenedStorage[] = []

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
})

describe.each(Object.entries(storages))('the numbers that must come out, on %s', (kind, open) => {
  const makeWorld: MakeWorld = async (change) => {
    const storage = await open()
    opened.push(storage)
    return createWorld({ ...change, storage })
  }
  for (const { number, name, run } of [
    ...policyNumbers,
    ...accountNumbers,
    ...adminNumbers,
    ...signInNumbers,
    ...codeNumbers,
    ...ownNumbers,
  ])
    test(`${number}: ${name}`, { timeout: 120_000 }, () => run(makeWorld))

  test.each(deliveryCases)('$name', ({ run }) => run(makeWorld))

  const places = kind === 'memory' ? ['apart'] : ['apart', 'in the same database']
  describe.each(places)('users %s', (place) => {
    const openUsers = ({ db }: OpenedStorage): Promise<HostUsers> | HostUsers =>
      db && place === 'in the same database' ? usersTogether(db) : usersApart()
    for (const { number, name, run } of signUpNumbers) {
      test(`${number}: ${name}`, async () => {
        const storage = await open()
        opened.push(storage)
        await run({ storage, users: await openUsers(storage) })
      })
    }
  })
})

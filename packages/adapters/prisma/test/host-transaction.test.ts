import { prismaStorage } from '@latchkey/prisma'
import type { PasskeyStorage } from '@latchkey/storage'
import {
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTogether,
  sampleUse,
} from '@latchkey/testing'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AnyPrisma } from '../../../../test-support/adapters/prisma-clients.js'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

const second = sampleCredentialId('c2Vjb25k')
const spend = [sampleSpend('another')]

interface Refused {
  readonly answer: string
  act(storage: PasskeyStorage<never>): Promise<string>
}

/** Alice has one passkey; each of these spends `another`, were it not refused. */
const refused: readonly Refused[] = [
  {
    answer: 'already_spent',
    act: ({ passkeys }) => passkeys.add(samplePasskey({ id: second }), sampleTogether({ accountVersion: 1 })),
  },
  {
    answer: 'limit_reached',
    act: ({ passkeys }) =>
      passkeys.add(samplePasskey({ id: second }), sampleTogether({ spend, accountVersion: 1, limit: 1 })),
  },
  {
    answer: 'duplicate',
    act: ({ passkeys }) => passkeys.add(samplePasskey({ userId: 'bob' }), sampleTogether({ spend })),
  },
  {
    answer: 'sign_count_moved',
    act: ({ passkeys }) => passkeys.recordUse(sampleUse({ spend: sampleSpend('another'), expectedSignCount: 7 })),
  },
]

describe.each(databases)('prismaStorage in a transaction that the host has begun, on $name', (database) => {
  const open = openForTests(database)

  beforeAll(async () => {
    await open().prisma.$executeRawUnsafe('create table app_users (name varchar(20) not null primary key)')
  })

  beforeEach(async () => {
    await empty(open().prisma)
    await open().prisma.appUser.deleteMany()
    await open().storage.passkeys.add(samplePasskey(), sampleTogether())
  })

  const within = (work: (transaction: AnyPrisma) => Promise<void>) => open().prisma.$transaction(work)
  const makeUser = (prisma: AnyPrisma) => prisma.appUser.create({ data: { name: 'Bob' } })
  const countUsers = () => open().prisma.appUser.count()
  const countPasskeys = async () => (await open().storage.passkeys.listByUser(sampleRpId, 'alice')).passkeys.length

  test('what was answered holds once the host commits', async () => {
    await within(async (transaction) => {
      const { passkeys } = prismaStorage(transaction)
      const together = sampleTogether({ spend, accountVersion: 1, events: [sampleEvent(1)] })
      expect(await passkeys.add(samplePasskey({ id: second }), together)).toBe('added')
      expect((await passkeys.find(sampleRpId, second))?.account.passkeyCount).toBe(2)
      await makeUser(transaction)
    })
    expect([await countPasskeys(), await countUsers()]).toEqual([2, 1])
  })

  test('everything is gone when the host rolls back', async () => {
    const rollback = new Error('The host rolls back.')
    const rejection = within(async (transaction) => {
      const { passkeys, rates } = prismaStorage(transaction)
      expect(await passkeys.recordUse(sampleUse({ events: [sampleEvent(1)] }))).toBe('recorded')
      expect((await rates.hit('key', 60, 0)).count).toBe(1)
      throw rollback
    })
    await expect(rejection).rejects.toBe(rollback)
    const { storage } = open()
    expect(await storage.passkeys.isSpent(sampleUse().spend.id)).toBe(false)
    expect((await storage.rates.read('key', 0)).count).toBe(0)
    expect(await storage.events.claim(10, 1, 0)).toEqual([])
  })

  test.each(refused)('$answer undoes its own part, and the transaction goes on', async ({ answer, act }) => {
    await within(async (transaction) => {
      await makeUser(transaction)
      expect(await act(prismaStorage(transaction))).toBe(answer)
    })
    expect(await open().storage.passkeys.isSpent('another')).toBe(false)
    expect([await countPasskeys(), await countUsers()]).toEqual([1, 1])
  })

  test('simultaneous verbs, and storages of one transaction, do not undo each other', async () => {
    await within(async (transaction) => {
      const outcomes = await Promise.all([
        prismaStorage(transaction).passkeys.recordUse(sampleUse()),
        ...refused.map(({ act }) => act(prismaStorage(transaction))),
        prismaStorage(transaction).passkeys.recordUse(sampleUse({ spend: sampleSpend('second') })),
      ])
      expect(outcomes).toEqual(['recorded', ...refused.map(({ answer }) => answer), 'recorded'])
    })
    const found = await open().storage.passkeys.find(sampleRpId, samplePasskey().id)
    expect(found?.passkey.signInCount).toBe(2)
  })

  test('createUser may hand its transaction to a storage of its own', async () => {
    await within(async (transaction) => {
      const createUser = async (own: unknown) => {
        await makeUser(own as AnyPrisma)
        expect(await prismaStorage(own as AnyPrisma).passkeys.recordUse(sampleUse())).toBe('recorded')
      }
      const together = sampleTogether({ spend, createUser })
      const bobs = samplePasskey({ userId: 'bob', id: second })
      expect(await prismaStorage(transaction).passkeys.add(bobs, together as never)).toBe('added')
    })
    expect(await countUsers()).toBe(1)
    expect(await open().storage.passkeys.isSpent(sampleUse().spend.id)).toBe(true)
  })

  test('migrating in it is refused', async () => {
    await within(async (transaction) => {
      await expect(prismaStorage(transaction).schema.migrate()).rejects.toBeInstanceOf(TypeError)
    })
  })
})

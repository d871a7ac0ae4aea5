import type { SqlStorage } from '@latchkey/sql'
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
import { expect, test } from 'vitest'

const second = sampleCredentialId('c2Vjb25k')
const spend = [sampleSpend('another')]

interface Refused {
  readonly answer: string
  act(storage: PasskeyStorage<never>): Promise<string>
}

/** Alice has one passkey; each of these spends `another`, were it not refused. */
export const refused: readonly Refused[] = [
  {
    answer: 'already_spent',
    act: ({ passkeys }) => passkeys.add(samplePasskey({ id: second }), sampleTogether({ accountVersion: 1 })),
  },
  {
    answer: 'account_changed',
    act: ({ passkeys }) => passkeys.add(samplePasskey({ id: second }), sampleTogether({ spend, accountVersion: 2 })),
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

/** A library that begins transactions, and the storage through it. */
interface Host<Transaction> {
  /** The storage outside of every transaction, in which Alice has one passkey. */
  readonly storage: () => Pick<SqlStorage<unknown>, 'passkeys' | 'rates' | 'events'>
  readonly storageIn: (transaction: Transaction) => SqlStorage<unknown>
  readonly within: (work: (transaction: Transaction) => Promise<void>) => Promise<void>
  /** Inserts one user of the app. */
  readonly makeUser: (transaction: Transaction) => Promise<unknown>
  readonly countUsers: () => Promise<number>
}

/** Tests of the storage in a transaction that the host has begun, for the `describe` around the call. */
export function testHostTransactions<Transaction>(host: Host<Transaction>): void {
  const { storage, storageIn, within, makeUser, countUsers } = host
  const countPasskeys = async () => (await storage().passkeys.listByUser(sampleRpId, 'alice')).passkeys.length

  test('what was answered holds once the host commits', async () => {
    await within(async (transaction) => {
      const { passkeys } = storageIn(transaction)
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
      const { passkeys, rates } = storageIn(transaction)
      expect(await passkeys.recordUse(sampleUse({ events: [sampleEvent(1)] }))).toBe('recorded')
      expect((await rates.hit('key', 60, 0)).count).toBe(1)
      throw rollback
    })
    await expect(rejection).rejects.toBe(rollback)
    const { passkeys, rates, events } = storage()
    expect(await passkeys.isSpent(sampleUse().spend.id)).toBe(false)
    expect((await rates.read('key', 0)).count).toBe(0)
    expect(await events.claim(10, 1, 0)).toEqual([])
  })

  test.each(refused)('$answer undoes its own part, and the transaction goes on', async ({ answer, act }) => {
    await within(async (transaction) => {
      await makeUser(transaction)
      expect(await act(storageIn(transaction))).toBe(answer)
    })
    expect(await storage().passkeys.isSpent('another')).toBe(false)
    expect([await countPasskeys(), await countUsers()]).toEqual([1, 1])
  })

  test('simultaneous verbs, and storages of one transaction, do not undo each other', async () => {
    await within(async (transaction) => {
      const outcomes = await Promise.all([
        storageIn(transaction).passkeys.recordUse(sampleUse()),
        ...refused.map(({ act }) => act(storageIn(transaction))),
        storageIn(transaction).passkeys.recordUse(sampleUse({ spend: sampleSpend('second') })),
      ])
      expect(outcomes).toEqual(['recorded', ...refused.map(({ answer }) => answer), 'recorded'])
    })
    const found = await storage().passkeys.find(sampleRpId, samplePasskey().id)
    expect(found?.passkey.signInCount).toBe(2)
  })

  test('createUser may hand its transaction to a storage of its own', async () => {
    await within(async (transaction) => {
      const createUser = async (own: unknown) => {
        await makeUser(own as Transaction)
        expect(await storageIn(own as Transaction).passkeys.recordUse(sampleUse())).toBe('recorded')
      }
      const bobs = samplePasskey({ userId: 'bob', id: second })
      expect(await storageIn(transaction).passkeys.add(bobs, sampleTogether({ spend, createUser }))).toBe('added')
    })
    expect(await countUsers()).toBe(1)
    expect(await storage().passkeys.isSpent(sampleUse().spend.id)).toBe(true)
  })

  test('migrating in it is refused', async () => {
    await within(async (transaction) => {
      await expect(storageIn(transaction).schema.migrate()).rejects.toBeInstanceOf(TypeError)
    })
  })
}

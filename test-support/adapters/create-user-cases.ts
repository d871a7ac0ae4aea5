import type { SqlStorage } from '@latchkey/sql'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import { expect, test } from 'vitest'

/** A library whose transaction `createUser` gets. The app's table of users is empty, with unique names. */
interface Host {
  readonly storage: () => SqlStorage<unknown>
  readonly insertUser: (transaction: unknown, name: string) => Promise<unknown>
  /** The names, in order. */
  readonly users: () => Promise<readonly string[]>
}

/** Tests of `createUser`, for the `describe` around the call. Each builds on the one before. */
export function testCreateUser({ storage, insertUser, users }: Host): void {
  test('makes a user of the app and the passkey together', async () => {
    const { passkeys } = storage()
    const createUser = async (transaction: unknown) => void (await insertUser(transaction, 'alice'))
    expect(await passkeys.add(samplePasskey(), sampleTogether({ createUser }))).toBe('added')
    expect(await users()).toEqual(['alice'])
  })

  test('that finds the name taken passes its error through, and nothing is stored', async () => {
    const { passkeys } = storage()
    const rejections: unknown[] = []
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'bob')
      await insertUser(transaction, 'alice').catch((error: unknown) => {
        rejections.push(error)
        throw error
      })
    }
    const passkey = samplePasskey({ userId: 'bob', rpId: 'other.example' })
    const rejection = await passkeys
      .add(passkey, sampleTogether({ spend: [{ id: 'taken', expiresAt: 1 }], createUser }))
      .catch((error: unknown) => error)
    expect(rejections).toEqual([rejection])
    expect(await users()).toEqual(['alice'])
    expect(await passkeys.listByUser('other.example', 'bob')).toEqual({ passkeys: [] })
    expect(await passkeys.isSpent('taken')).toBe(false)
  })

  test('that hides a failed statement: the result is what is stored', async () => {
    const { passkeys } = storage()
    const spend = [{ id: 'hidden', expiresAt: 1 }]
    const createUser = async (transaction: unknown) => {
      await insertUser(transaction, 'carol')
      await insertUser(transaction, 'alice').catch(() => {})
    }
    const passkey = samplePasskey({ userId: 'carol', rpId: 'third.example' })
    const answer = await passkeys.add(passkey, sampleTogether({ spend, createUser })).catch(() => 'rejected')
    const stored = [
      (await passkeys.listByUser('third.example', 'carol')).passkeys.length,
      (await users()).length,
      await passkeys.isSpent('hidden'),
    ]
    expect([answer, stored]).toEqual([answer, answer === 'added' ? [1, 2, true] : [0, 1, false]])
  })

  test('makes other calls wait, and they then see what there is', async () => {
    const { passkeys } = storage()
    const passkey = samplePasskey({ userId: 'dora', rpId: 'fourth.example' })
    const createUser = async () => {
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
    }
    const together = sampleTogether({ spend: [{ id: 'waiting', expiresAt: 1 }], createUser })
    const other = samplePasskey({ userId: 'emil', rpId: 'fourth.example', id: 'ZW1pbA' as never })
    const outcomes = await Promise.all([
      passkeys.add(passkey, together),
      passkeys.add(other, sampleTogether({ spend: [{ id: 'beside', expiresAt: 1 }] })),
      passkeys.page({ rpId: sampleRpId, limit: 10 }).then(({ items }) => items.length),
    ])
    expect(outcomes).toEqual(['added', 'added', 1])
  })
}

import {
  fullPasskey,
  sampleAccount,
  sampleCode,
  sampleEvent,
  sampleRpId,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { tableNames } from '../../../../test-support/adapters/place.js'
import { empty, engines } from './databases.js'
import { openForTests } from './open-for-tests.js'

/** In every text of the user's rows. */
const mark = 'erase-me'
const userId = `${mark}-user`
const target = { rpId: sampleRpId, userId }
const endpoint = { rpId: sampleRpId, endpoint: 'app' }

const passkey = {
  ...fullPasskey(),
  userId,
  name: `${mark}-name`,
  status: 'active',
  suspendedBy: [],
  source: 'self',
} as const

const ofUser = (number: number) =>
  sampleEvent(number, {
    userId,
    organizationId: `${mark}-organization`,
    actor: { type: 'user', id: userId },
    once: `${mark}-once-${number}`,
    data: { passkeyName: `${mark}-name` },
  })

const purged = sampleEvent(9, { userId, name: 'account.purged', data: {} })

describe.each(engines)('a user who is erased on $name', (database) => {
  const open = openForTests(database.create)

  /** The rows of each table that has some, with the mark anywhere in them. */
  async function marked(): Promise<Record<string, number>> {
    const counted = await Promise.all(
      tableNames.map(async (table) => {
        const { rows } = await open().executor.run(`select * from ${table}`, [])
        return [table, rows.filter((row) => JSON.stringify(row).includes(mark)).length] as const
      }),
    )
    return Object.fromEntries(counted.filter(([, count]) => count > 0))
  }

  test('is in no table but for the tombstone and the event that reports it', async () => {
    await empty(open())
    const { passkeys, accounts, codes, events, deliveries } = open().storage
    if (!deliveries) throw new TypeError('This storage delivers.')
    await deliveries.openEndpoint(endpoint, sampleTime)
    expect(await passkeys.add(passkey, sampleTogether({ events: [ofUser(1)] }))).toBe('added')
    const use = sampleUse({ ...target, id: passkey.id, expectedSignCount: passkey.signCount, events: [ofUser(2)] })
    expect(await passkeys.recordUse({ ...use, change: { ...use.change, signCount: 8 } })).toBe('recorded')
    const prompt = { ...target, userHandle: sampleUserHandle(), at: sampleTime } as const
    await accounts.recordPrompt({ ...prompt, what: 'declined', events: [ofUser(3)] })
    await codes.create([sampleCode({ userId, profile: { email: `${mark}@example.com` } })], [])
    await deliveries.enqueue(sampleRpId, 2, sampleTime)
    const before = await marked()
    expect(before).toEqual({
      latchkey_passkeys: 1,
      latchkey_accounts: 1,
      latchkey_codes: 1,
      latchkey_events: 3,
      latchkey_deliveries: 2,
    })
    await accounts.purge(sampleAccount(target), () => [purged], { eraseEvents: true })
    expect(await marked()).toEqual({ latchkey_accounts: 1, latchkey_events: 1 })
    expect(await events.page({ rpId: sampleRpId, limit: 10 })).toEqual({ items: [purged] })
  })
})

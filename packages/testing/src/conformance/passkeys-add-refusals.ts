import assert from 'node:assert/strict'
import type { AddOptions, AddOutcome, PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import { assertRefused } from './assert-refused.js'
import { type ConformanceCase, rule } from './conformance-case.js'
import { enroll } from './enroll.js'
import {
  sampleAccount,
  sampleCode,
  sampleCodeSpend,
  sampleCredentialId,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTime,
  sampleTogether,
  sampleUserHandle,
} from './sample-records.js'

const newId = sampleCredentialId('Y3JlZGVudGlhbC1uZXc')

/** The next passkey of alice, who has one. */
const nextPasskey = samplePasskey({ id: newId })
const nextTogether = sampleTogether({ spend: [sampleSpend('next')], accountVersion: 1 })

interface Broken {
  readonly passkey?: Partial<PasskeyRecord>
  readonly together?: Partial<AddOptions>
}

/** The broken addition is refused; repaired, it succeeds with the very same spend. */
async function assertRetriable(storage: PasskeyStorage, answer: AddOutcome, broken: Broken): Promise<void> {
  const { passkeys } = storage
  await enroll(storage)
  await assertRefused(storage, answer, (events) =>
    passkeys.add({ ...nextPasskey, ...broken.passkey }, { ...nextTogether, ...broken.together, events }),
  )
  assert.equal(await passkeys.isSpent('next'), false)
  assert.equal(await passkeys.add(nextPasskey, nextTogether), 'added')
}

type LoseCode = (storage: PasskeyStorage) => Promise<{ readonly createdAt?: number }>

/** What can come between the redeeming of a code and its use. */
const lostCodes: readonly [name: string, lose: LoseCode][] = [
  [
    'was revoked',
    async ({ codes }) => {
      await codes.revoke(sampleCode().id, [])
      return {}
    },
  ],
  [
    'went with its user',
    async ({ accounts }) => {
      await accounts.purge(sampleAccount(), () => [])
      return {}
    },
  ],
  ['expires at the instant at which the passkey is made', async () => ({ createdAt: sampleTime + 3_600_000 })],
  [
    'was used, whatever expiry it is spent with',
    async ({ passkeys }) => {
      const spend = [{ ...sampleCodeSpend(), expiresAt: sampleTime + 1 }]
      const passkey = samplePasskey({ id: sampleCredentialId('dGhpcmQ'), userId: 'bob' })
      await passkeys.add(passkey, sampleTogether({ spend }))
      return {}
    },
  ],
]

/** The refusals of `passkeys.add`: the result, that nothing has changed, and which result comes first. */
export const passkeysAddRefusals: readonly ConformanceCase[] = [
  rule('passkeys.add: already_spent when the ceremony was spent before', async (storage) => {
    await enroll(storage)
    await storage.passkeys.add(nextPasskey, nextTogether)
    await assertRefused(storage, 'already_spent', (events) =>
      storage.passkeys.add(samplePasskey({ id: sampleCredentialId('dGhpcmQ') }), { ...nextTogether, events }),
    )
  }),

  rule('passkeys.add: already_spent when one of several was spent, and the others stay unspent', async (storage) => {
    const { passkeys } = storage
    await passkeys.add(samplePasskey(), sampleTogether())
    const spend = [sampleSpend('fresh'), sampleSpend()]
    await assertRefused(storage, 'already_spent', (events) =>
      passkeys.add(nextPasskey, { ...nextTogether, spend, events }),
    )
    assert.equal(await passkeys.isSpent('fresh'), false)
  }),

  rule('passkeys.add: already_spent when one call names the same twice', async (storage) => {
    const spend = [sampleSpend('twin'), sampleSpend('twin')]
    await assertRetriable(storage, 'already_spent', { together: { spend } })
  }),

  rule('passkeys.add: what was spent stays spent after it has expired', async ({ passkeys }) => {
    const spend = [{ id: 'old', expiresAt: 1 }]
    await passkeys.add(samplePasskey(), sampleTogether({ spend }))
    assert.equal(await passkeys.add(nextPasskey, { ...nextTogether, spend }), 'already_spent')
  }),

  rule('passkeys.add: account_changed when the version is another, and the spend can be tried again', (storage) =>
    assertRetriable(storage, 'account_changed', { together: { accountVersion: 2 } }),
  ),

  rule('passkeys.add: account_changed when there is an account and the ceremony saw none', (storage) =>
    assertRetriable(storage, 'account_changed', { together: { accountVersion: 0 } }),
  ),

  rule('passkeys.add: account_changed when the handle is not that of the account', (storage) =>
    assertRetriable(storage, 'account_changed', { passkey: { userHandle: sampleUserHandle('YW5vdGhlcg') } }),
  ),

  rule('passkeys.add: account_changed when there is no account and the ceremony saw one', async (storage) => {
    await assertRefused(storage, 'account_changed', (events) =>
      storage.passkeys.add(nextPasskey, { ...nextTogether, events }),
    )
    assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).account, undefined)
  }),

  ...[0, 1, 3].map((accountVersion) =>
    rule(
      `passkeys.add: account_changed at version ${accountVersion} when the tombstone is of version 2`,
      async (storage) => {
        await enroll(storage)
        await storage.accounts.purge(sampleAccount(), () => [])
        await assertRefused(storage, 'account_changed', (events) =>
          storage.passkeys.add(nextPasskey, { ...nextTogether, accountVersion, events }),
        )
      },
    ),
  ),

  rule('passkeys.add: limit_reached at the limit, and the spend can be tried again', (storage) =>
    assertRetriable(storage, 'limit_reached', { together: { limit: 1 } }),
  ),

  rule('passkeys.add: limit_reached counts suspended passkeys', async (storage) => {
    await enroll(storage, { status: 'suspended' })
    await assertRefused(storage, 'limit_reached', (events) =>
      storage.passkeys.add(nextPasskey, { ...nextTogether, limit: 1, events }),
    )
  }),

  rule('passkeys.add: limit_reached at limit 0, for a new user and over a tombstone', async (storage) => {
    const nothing = { ...sampleTogether(), limit: 0 }
    assert.equal(await storage.passkeys.add(nextPasskey, nothing), 'limit_reached')
    assert.equal((await storage.passkeys.listByUser(sampleRpId, 'alice')).account, undefined)
    await enroll(storage)
    await storage.accounts.purge(sampleAccount(), () => [])
    await assertRefused(storage, 'limit_reached', (events) =>
      storage.passkeys.add(nextPasskey, { ...nothing, accountVersion: 2, events }),
    )
  }),

  rule('passkeys.add: duplicate when the user has this id already, and the spend can be tried again', (storage) =>
    assertRetriable(storage, 'duplicate', { passkey: { id: sampleCredentialId() } }),
  ),

  rule('passkeys.add: duplicate when another user has this id, and no account is left behind', async (storage) => {
    await enroll(storage)
    const stolen = samplePasskey({ userId: 'bob', userHandle: sampleUserHandle('Ym9i'), name: 'Stolen' })
    await assertRefused(storage, 'duplicate', (events) =>
      storage.passkeys.add(stolen, { ...nextTogether, accountVersion: 0, events }),
    )
    assert.equal((await storage.passkeys.listByUser(sampleRpId, 'bob')).account, undefined)
  }),

  ...lostCodes.map(([name, lose]) =>
    rule(`passkeys.add: already_spent when a code ${name}, and the ceremony stays unspent`, async (storage) => {
      await enroll(storage)
      await storage.codes.create([sampleCode()], [])
      await storage.codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime)
      const { createdAt = sampleTime } = await lose(storage)
      // The result of the earlier step is returned.
      const broken = { accountVersion: 7, spend: [sampleSpend('next'), sampleCodeSpend()] }
      await assertRefused(storage, 'already_spent', (events) =>
        storage.passkeys.add({ ...nextPasskey, createdAt }, { ...nextTogether, ...broken, events }),
      )
      assert.deepEqual(
        await Promise.all([storage.passkeys.isSpent('next'), storage.passkeys.isSpent(sampleCode().id)]),
        [false, name.startsWith('was used')],
      )
    }),
  ),

  rule('passkeys.add: already_spent when one of two codes is gone, and the other stays unused', async (storage) => {
    await enroll(storage)
    await storage.codes.create([sampleCode()], [])
    const spend = [sampleCodeSpend(), sampleCodeSpend('unknown')]
    await assertRefused(storage, 'already_spent', (events) =>
      storage.passkeys.add(nextPasskey, { ...nextTogether, spend, events }),
    )
    assert.notEqual(await storage.codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime), 'refused')
  }),

  rule('passkeys.add: a refusal uses up no code', async (storage) => {
    const { passkeys, codes } = storage
    await enroll(storage)
    await codes.create([sampleCode()], [])
    const spend = [sampleSpend('next'), sampleCodeSpend()]
    assert.equal(await passkeys.add(nextPasskey, { ...nextTogether, spend, limit: 1 }), 'limit_reached')
    assert.notEqual(await codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime), 'refused')
  }),

  rule('passkeys.add: the result of the earliest step comes first', async ({ passkeys }) => {
    await passkeys.add(samplePasskey(), sampleTogether())
    const steps: readonly [AddOutcome, Partial<AddOptions>][] = [
      ['already_spent', { accountVersion: 9, limit: 1, spend: [sampleSpend()] }],
      ['account_changed', { accountVersion: 9, limit: 1 }],
      ['limit_reached', { limit: 1 }],
      ['duplicate', {}],
    ]
    for (const [answer, together] of steps) {
      assert.equal(await passkeys.add(samplePasskey(), { ...nextTogether, ...together }), answer)
    }
  }),
]

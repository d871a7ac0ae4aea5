import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import { enroll } from '../enroll.js'
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
  sampleUse,
  sampleUserHandle,
} from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const numbered = (number: number) => sampleCredentialId(`Y3JlZGVudGlhbC0${number}`)
const ofRace = (contestant: number) => [sampleSpend(`race-${contestant}`)]

/** Alice has as many passkeys as this, and her account counts them. */
async function assertCount({ passkeys }: PasskeyStorage, count: number): Promise<void> {
  const listed = await passkeys.listByUser(sampleRpId, 'alice')
  const { passkeyCount, activeCount } = listed.account ?? {}
  assert.deepEqual([listed.passkeys.length, passkeyCount, activeCount], [count, count, count])
}

const nothingKept = async () => {}

/** 'counted' if the account counts exactly the passkeys that are listed with it. */
async function listCounted({ passkeys }: PasskeyStorage): Promise<string> {
  const { passkeys: listed, account } = await passkeys.listByUser(sampleRpId, 'alice')
  return listed.length === account?.passkeyCount ? 'counted' : 'torn'
}

/** The conflicts of several simultaneous additions: the spend, the code, the limit, the account, the id. */
export const addRaces: readonly StorageRace[] = [
  {
    name: 'passkeys.add: of 20 simultaneous calls with one spend exactly one adds',
    contestants: 20,
    prepare: enroll,
    contend: ({ passkeys }, contestant) =>
      passkeys.add(samplePasskey({ id: numbered(contestant) }), sampleTogether({ accountVersion: 1, limit: 100 })),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 1, already_spent: 19 })
      await assertCount(storage, 2)
    },
  },
  {
    name: 'passkeys.add: of 20 simultaneous ceremonies with one code exactly one adds, whatever expiry it is spent with',
    contestants: 20,
    prepare: async (storage) => {
      await storage.codes.create([sampleCode()], [])
      await enroll(storage)
    },
    contend: ({ passkeys }, contestant) => {
      const code = { ...sampleCodeSpend(), expiresAt: sampleTime + contestant }
      const spend = [...ofRace(contestant), code]
      const together = sampleTogether({ spend, accountVersion: 1, limit: 100 })
      return passkeys.add(samplePasskey({ id: numbered(contestant) }), together)
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 1, already_spent: 19 })
      await assertCount(storage, 2)
    },
  },
  {
    name: 'passkeys.add: of 20 calls that name two spends in two orders exactly one adds',
    contestants: 20,
    prepare: enroll,
    contend: ({ passkeys }, contestant) => {
      const spend = [sampleSpend('one'), sampleSpend('other')]
      const together = sampleTogether({ spend: contestant % 2 ? spend.reverse() : spend, accountVersion: 1 })
      return passkeys.add(samplePasskey({ id: numbered(contestant) }), together)
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 1, already_spent: 19 })
      await assertCount(storage, 2)
    },
  },
  {
    name: 'passkeys.add: of 20 simultaneous calls at 9 of 10 exactly one adds',
    contestants: 20,
    prepare: async (storage) => {
      for (let number = 100; number < 109; number++) await enroll(storage, { id: numbered(number) })
    },
    contend: ({ passkeys }, contestant) => {
      const together = sampleTogether({ spend: ofRace(contestant), accountVersion: 1 })
      return passkeys.add(samplePasskey({ id: numbered(contestant) }), together)
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 1, limit_reached: 19 })
      await assertCount(storage, 10)
    },
  },
  {
    name: 'passkeys.add: of 20 simultaneous first passkeys of one user exactly one creates the account',
    contestants: 20,
    prepare: nothingKept,
    contend: ({ passkeys }, contestant) => {
      const passkey = samplePasskey({ id: numbered(contestant), userHandle: sampleUserHandle(`aGFuZGxl${contestant}`) })
      return passkeys.add(passkey, sampleTogether({ spend: ofRace(contestant) }))
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 1, account_changed: 19 })
      await assertCount(storage, 1)
      const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
      assert.equal(passkeys[0]?.userHandle, account?.userHandle)
    },
  },
  {
    name: 'passkeys.add: of 20 calls that simultaneously take over one tombstone exactly one does',
    contestants: 20,
    prepare: async (storage) => {
      await enroll(storage)
      await storage.accounts.purge(sampleAccount(), () => [])
    },
    contend: ({ passkeys }, contestant) => {
      const passkey = samplePasskey({ id: numbered(contestant), userHandle: sampleUserHandle(`aGFuZGxl${contestant}`) })
      return passkeys.add(passkey, sampleTogether({ spend: ofRace(contestant), accountVersion: 2 }))
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 1, account_changed: 19 })
      await assertCount(storage, 1)
      const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
      assert.deepEqual([account?.userHandle, account?.version], [passkeys[0]?.userHandle, 2])
    },
  },
  {
    name: 'passkeys.add: of 20 users who simultaneously add one id exactly one gets it',
    contestants: 20,
    prepare: nothingKept,
    contend: ({ passkeys }, contestant) =>
      passkeys.add(samplePasskey({ userId: `user-${contestant}` }), sampleTogether({ spend: ofRace(contestant) })),
    judge: async (outcomes, { passkeys }) => {
      assertOutcomes(outcomes, { added: 1, duplicate: 19 })
      assert.equal((await passkeys.page({ rpId: sampleRpId, limit: 100 })).items.length, 1)
      const users = outcomes.map((_, contestant) => passkeys.listByUser(sampleRpId, `user-${contestant}`))
      assert.equal((await Promise.all(users)).filter(({ account }) => account !== undefined).length, 1)
    },
  },
  {
    name: 'passkeys.add and .recordUse: of 20 simultaneous calls with one spend exactly one gets past',
    contestants: 20,
    prepare: enroll,
    contend: ({ passkeys }, contestant) => {
      if (contestant % 2) return passkeys.recordUse(sampleUse({ spend: sampleSpend() }))
      return passkeys.add(samplePasskey({ id: numbered(contestant) }), sampleTogether({ accountVersion: 1 }))
    },
    judge: async (outcomes, { passkeys }) => {
      const winners = outcomes.filter((outcome) => outcome !== 'already_spent')
      assert.equal(winners.length, 1)
      const listed = await passkeys.listByUser(sampleRpId, 'alice')
      const uses = listed.passkeys.reduce((sum, { signInCount }) => sum + signInCount, 0)
      assert.deepEqual([listed.passkeys.length, uses], winners[0] === 'added' ? [2, 0] : [1, 1])
    },
  },
  {
    name: 'passkeys.listByUser: while 10 add simultaneously, 20 readers see as many passkeys as the account counts',
    contestants: 30,
    prepare: enroll,
    contend: (storage, contestant) => {
      if (contestant % 3) return listCounted(storage)
      const together = sampleTogether({ spend: ofRace(contestant), accountVersion: 1, limit: 100 })
      return storage.passkeys.add(samplePasskey({ id: numbered(contestant) }), together)
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { added: 10, counted: 20 })
      await assertCount(storage, 11)
    },
  },
]

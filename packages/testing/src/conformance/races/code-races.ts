import assert from 'node:assert/strict'
import { keptEventIds } from '../kept-event-ids.js'
import { sampleCode, sampleEvent, sampleRpId, sampleTime } from '../sample-records.js'
import { assertOutcomes, type StorageRace } from './storage-race.js'

const { id, hash } = sampleCode()
const wrongHash = new Uint8Array([1, 2, 4])
const set = [sampleRpId, 'alice', 'invitation'] as const

/** Simultaneous calls of `codes.create`, `.tryRedeem` and `.revoke`. */
export const codeRaces: readonly StorageRace[] = [
  {
    name: 'codes.create: of 20 simultaneous calls with one id exactly one stores its codes',
    contestants: 20,
    prepare: async () => {},
    contend: ({ codes }, contestant) =>
      codes
        .create([sampleCode({ id: `own-${contestant}` }), sampleCode()], [sampleEvent(contestant)])
        .then(() => 'created')
        .catch(() => 'rejected'),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { created: 1, rejected: 19 })
      const revoked = outcomes.map((_, contestant) => storage.codes.revoke(`own-${contestant}`, []))
      assertOutcomes(await Promise.all(revoked), { done: 1, gone: 19 })
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(outcomes.indexOf('created')).id])
    },
  },
  {
    name: 'codes.tryRedeem: of 20 simultaneous right hashes exactly as many succeed as there are redemptions',
    contestants: 20,
    prepare: ({ codes }) => codes.create([sampleCode({ redemptionsLeft: 5 })], []),
    contend: async ({ codes }) => {
      const answer = await codes.tryRedeem(id, hash, sampleTime)
      return answer === 'refused' ? answer : `${answer.code.redemptionsLeft} left`
    },
    judge: async (outcomes) =>
      assertOutcomes(outcomes, { '4 left': 1, '3 left': 1, '2 left': 1, '1 left': 1, '0 left': 1, refused: 15 }),
  },
  {
    name: 'codes.tryRedeem: after 20 simultaneous wrong tries the right one is refused',
    contestants: 20,
    prepare: ({ codes }) => codes.create([sampleCode({ triesLeft: 20 })], []),
    contend: async ({ codes }) => String(await codes.tryRedeem(id, wrongHash, sampleTime)),
    judge: async (outcomes, { codes }) => {
      assertOutcomes(outcomes, { refused: 20 })
      assert.equal(await codes.tryRedeem(id, hash, sampleTime), 'refused')
    },
  },
  {
    name: 'codes.tryRedeem: 20 simultaneous right hashes leave every try',
    contestants: 20,
    prepare: ({ codes }) => codes.create([sampleCode()], []),
    contend: async ({ codes }) => ((await codes.tryRedeem(id, hash, sampleTime)) === 'refused' ? 'refused' : 'right'),
    judge: async (outcomes, { codes }) => {
      assertOutcomes(outcomes, { right: 20 })
      assert.deepEqual(await codes.list(...set), [sampleCode({ redemptionsLeft: 0 })])
    },
  },
  {
    name: 'codes.replaceSet: after 20 simultaneous calls the set of one is stored, whole',
    contestants: 20,
    prepare: async () => {},
    contend: async ({ codes }, contestant) => {
      const records = [1, 2, 3].map((number) => sampleCode({ id: `${contestant}-${number}` }))
      await codes.replaceSet(...set, records, [sampleEvent(contestant)])
      return 'replaced'
    },
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { replaced: 20 })
      const ids = (await storage.codes.list(...set)).map((code) => code.id)
      const [winner] = ids[0]?.split('-') ?? []
      assert.deepEqual(
        ids,
        [1, 2, 3].map((number) => `${winner}-${number}`),
      )
      assert.equal((await keptEventIds(storage)).length, 20)
    },
  },
  {
    name: 'codes.revoke: of 20 simultaneous calls exactly one is done',
    contestants: 20,
    prepare: ({ codes }) => codes.create([sampleCode()], []),
    contend: ({ codes }, contestant) => codes.revoke(id, [sampleEvent(contestant)]),
    judge: async (outcomes, storage) => {
      assertOutcomes(outcomes, { done: 1, gone: 19 })
      assert.deepEqual(await keptEventIds(storage), [sampleEvent(outcomes.indexOf('done')).id])
    },
  },
]

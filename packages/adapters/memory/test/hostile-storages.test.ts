import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import {
  type HostileStorage,
  hostileStorages,
  type LieAbout,
  sampleCredentialId,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const victim = sampleTarget()
const attacker = sampleTarget({ id: sampleCredentialId('YXR0YWNrZXI'), userId: 'mallory' })
const about: LieAbout = { victim, attacker }

async function prepared({ prepare }: HostileStorage): Promise<PasskeyStorage> {
  const honest = memoryStorage()
  for (const [number, { id, userId }] of [victim, attacker].entries()) {
    const passkey = samplePasskey({ id, userId, userHandle: sampleUserHandle(`aGFuZGxl${number}`), signCount: number })
    await honest.passkeys.add(passkey, sampleTogether({ spend: [sampleSpend(`enroll-${number}`)] }))
  }
  await prepare?.(honest, about)
  return honest
}

/** What the attacker's verb comes to meet in the storage, an answer or an error. */
const encounters: Readonly<Record<HostileStorage['attackedBy'], (storage: PasskeyStorage) => Promise<unknown>>> = {
  'sign-in': async ({ passkeys, policies }) => ({
    policies: await policies.read(sampleRpId, ['environment']),
    found: await passkeys.find(attacker.rpId, attacker.id),
    use: await passkeys.recordUse(sampleUse({ ...attacker, expectedSignCount: 1 })),
  }),
  list: ({ passkeys }) => passkeys.listByUser(attacker.rpId, attacker.userId),
  rename: ({ passkeys }) => passkeys.rename({ ...victim, userId: attacker.userId }, 'Stolen', []),
  remove: ({ passkeys }) =>
    passkeys.remove({ ...victim, userId: attacker.userId }, { keepLastActive: false, at: 0, events: [] }),
}

async function met(storage: PasskeyStorage, { attackedBy }: HostileStorage): Promise<unknown> {
  try {
    return await encounters[attackedBy](storage)
  } catch (error) {
    return error
  }
}

describe('hostileStorages', () => {
  test('each has a name of its own', () => {
    expect(new Set(hostileStorages.map(({ name }) => name)).size).toBe(hostileStorages.length)
  })

  test.each(hostileStorages)('$name: the attacker meets something else than the truth', async (hostile) => {
    const truth = await met(await prepared(hostile), hostile)
    const told = await met(hostile.lie(await prepared(hostile), about), hostile)
    expect(told).not.toEqual(truth)
  })

  test.each(hostileStorages)('$name: wrapping alone changes nothing', async (hostile) => {
    const honest = await prepared(hostile)
    const before = await honest.passkeys.page({ rpId: victim.rpId, limit: 10 })
    hostile.lie(honest, about)
    expect(await honest.passkeys.page({ rpId: victim.rpId, limit: 10 })).toEqual(before)
  })
})

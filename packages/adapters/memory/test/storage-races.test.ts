import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { type StorageRace, storageRaces } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { withStore } from './planted-fault.js'

/** What one process does with the storage that several share. */
type InProcess = (shared: PasskeyStorage) => PasskeyStorage

/** Runs the race with every second contestant in another process. */
async function raceInTwo(race: StorageRace, inProcess: InProcess): Promise<void> {
  const shared = memoryStorage()
  await race.prepare(shared)
  const processes = [inProcess(shared), inProcess(shared)]
  const calls = Array.from({ length: race.contestants }, (_, contestant) =>
    race.contend(processes[contestant % 2] ?? shared, contestant),
  )
  await race.judge(await Promise.all(calls), shared)
}

/** Remembers in this process alone what was spent, and spends something else in the storage. */
const spendsInProcess: InProcess = (shared) => {
  const spent = new Set<string>()
  return withStore('passkeys', (passkeys) => ({
    recordUse: async (use) => {
      if (spent.has(use.spend.id)) return 'already_spent'
      spent.add(use.spend.id)
      return passkeys.recordUse({ ...use, spend: { ...use.spend, id: crypto.randomUUID() } })
    },
  }))(shared)
}

/** Reads the count once, and goes on counting in this process. */
const countsInProcess: InProcess = (shared) => {
  let counted = 0
  let read: Promise<void> | undefined
  return withStore('passkeys', (passkeys) => ({
    add: async (passkey, together) => {
      read ??= passkeys.listByUser(passkey.rpId, passkey.userId).then(({ account }) => {
        counted = account?.passkeyCount ?? 0
      })
      await read
      if (counted >= together.limit) return 'limit_reached'
      counted++
      return passkeys.add(passkey, { ...together, limit: Number.MAX_SAFE_INTEGER })
    },
  }))(shared)
}

/** Leases events in this process alone. */
const leasesInProcess: InProcess = (shared) => {
  const leased = new Set<string>()
  return withStore('events', (events) => ({
    claim: async (limit, _leaseMs, now) => {
      const unleased = (await events.claim(1000, 0, now)).filter(({ id }) => !leased.has(id)).slice(0, limit)
      for (const { id } of unleased) leased.add(id)
      return unleased
    },
  }))(shared)
}

/** Counts hits in this process alone. */
const hitsInProcess: InProcess = (shared) => ({ ...shared, rates: memoryStorage().rates })

const faults: readonly [fault: string, caughtBy: string, inProcess: InProcess][] = [
  [
    'remembers in the process what was spent',
    'passkeys.recordUse: of 20 simultaneous calls with one spend exactly one is recorded',
    spendsInProcess,
  ],
  ['counts in the process', 'passkeys.add: of 20 simultaneous calls at 9 of 10 exactly one adds', countsInProcess],
  ['leases in the process', 'events.claim: 20 simultaneous callers never get the same event', leasesInProcess],
  ['counts hits in the process', 'rates.hit: 20 simultaneous hits count 1 to 20', hitsInProcess],
]

describe('storageRaces, with the contestants in two processes', () => {
  test.each(storageRaces)('$name', (race) => raceInTwo(race, (shared) => shared))

  test.each(faults)('a storage that %s loses: %s', async (_, caughtBy, inProcess) => {
    const found = storageRaces.filter(({ name }) => name === caughtBy)
    expect(found).toHaveLength(1)
    const run = Promise.all(found.map((race) => raceInTwo(race, inProcess)))
    await expect(run).rejects.toMatchObject({ code: 'ERR_ASSERTION' })
  })

  test.each(faults)('a storage that %s passes where there is one process', async (_, caughtBy, inProcess) => {
    for (const race of storageRaces.filter(({ name }) => name === caughtBy)) {
      const alone = inProcess(memoryStorage())
      await race.prepare(alone)
      const calls = Array.from({ length: race.contestants }, (_, contestant) => race.contend(alone, contestant))
      await race.judge(await Promise.all(calls), alone)
    }
  })
})

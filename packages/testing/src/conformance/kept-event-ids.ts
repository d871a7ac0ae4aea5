import assert from 'node:assert/strict'
import type { PasskeyStorage } from '@latchkey/storage'
import { sampleTime } from './sample-records.js'

/** More than any case stores: a storage that returns settled events again would loop indefinitely. */
const mostRounds = 100

/** The ids of all unsettled events, in order. Settles them: call it once, at the end. */
export async function keptEventIds({ events }: PasskeyStorage): Promise<readonly string[]> {
  const now = sampleTime + 1_000_000_000
  const ids: string[] = []
  for (let round = 0; round < mostRounds; round++) {
    const claimed = (await events.claim(100, 1000, now)).map(({ id }) => id)
    if (claimed.length === 0) return ids.sort()
    await events.acknowledge(claimed, now)
    ids.push(...claimed)
  }
  assert.fail('settled events are returned again and again')
}

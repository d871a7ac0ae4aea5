import type { PasskeyStorage } from '@latchkey/storage'
import { sampleTime } from './sample-records.js'

/** The ids of all unsettled events, in order. Settles them: ask once, at the end. */
export async function keptEventIds({ events }: PasskeyStorage): Promise<readonly string[]> {
  const now = sampleTime + 1_000_000_000
  const ids: string[] = []
  for (;;) {
    const claimed = (await events.claim(100, 1000, now)).map(({ id }) => id)
    if (claimed.length === 0) return ids.sort()
    await events.settle(claimed, now)
    ids.push(...claimed)
  }
}

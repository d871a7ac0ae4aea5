import { setTimeout as pause } from 'node:timers/promises'
import type { EventStore } from '@latchkey/storage'
import { instant, type Journal } from '../journal/open-journal.js'

/** Short, so that events leased by a killed process return within the run. */
export const leaseMs = 400

const batch = 10
const pauseMs = 10

/**
 * The time that the app's function needs for a batch: a process that is killed meanwhile has delivered and not
 * settled.
 */
const handlingMs = 20

/** Delivers events without end, to the journal in place of an app's function. */
export async function deliver(events: EventStore, journal: Journal): Promise<never> {
  for (;;) {
    const delivered = await deliverBatch(events, journal).catch(() => 0)
    if (delivered === 0) await pause(pauseMs)
  }
}

/** Returns the number of delivered events. */
export async function deliverBatch(events: EventStore, journal: Journal): Promise<number> {
  const claimedAt = instant()
  const ids = (await events.claim(batch, leaseMs, Date.now())).map(({ id }) => id)
  if (ids.length === 0) return 0
  journal.write({ kind: 'delivered', claimedAt, at: instant(), ids })
  await pause(handlingMs)
  await events.acknowledge(ids, Date.now())
  journal.write({ kind: 'settled', at: instant(), ids })
  return ids.length
}

import { setTimeout as pause } from 'node:timers/promises'
import type { PasskeyStorage } from '@latchkey/storage'
import { type App, createApp } from '../app.js'
import { instant, type Journal } from '../journal/open-journal.js'

/** The lease of a delivery, in milliseconds by the clock of its process. */
const lease = 60_000

/** Those who deliver have a clock that is this much faster, so that what a killed process had leased returns in the run. */
const clockSpeed = 150

/** How long a delivery is leased. */
export const leaseMs = lease / clockSpeed

const limit = 10
const pauseMs = 10

/**
 * The time that the app's function needs for an event: a process that is killed meanwhile has delivered and not
 * acknowledged.
 */
const handlingMs = 20

/** Delivers events without end, to the journal in place of an app's function. */
export async function deliver(storage: PasskeyStorage, journal: Journal): Promise<never> {
  const app = createDeliverer(storage)
  for (;;) {
    const delivered = await deliverPass(app, journal).catch(() => 0)
    if (delivered === 0) await pause(pauseMs)
  }
}

/** The app, as those have it who deliver. */
export function createDeliverer(storage: PasskeyStorage): App {
  return createApp(storage, () => Date.now() * clockSpeed)
}

/** Returns the number of delivered events. */
export async function deliverPass({ passkeys }: App, journal: Journal): Promise<number> {
  const claimedAt = instant()
  const ids: string[] = []
  const to = async ({ id }: { readonly id: string }) => {
    journal.write({ kind: 'delivered', claimedAt, at: instant(), ids: [id] })
    ids.push(id)
    await pause(handlingMs)
  }
  await passkeys.events.deliver({ to, limit })
  if (ids.length > 0) journal.write({ kind: 'settled', at: instant(), ids })
  return ids.length
}

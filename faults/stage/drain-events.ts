import { setTimeout as pause } from 'node:timers/promises'
import { deliverBatch, leaseMs } from '../processes/deliver.js'
import type { Stage } from './stage.js'

/** Delivers what is left, once the leases of others have run out. */
export async function drainEvents({ app, journal }: Stage): Promise<void> {
  await pause(leaseMs)
  for (;;) {
    if ((await deliverBatch(app.storage.events, journal)) === 0) return
  }
}

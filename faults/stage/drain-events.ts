import { setTimeout as pause } from 'node:timers/promises'
import { createDeliverer, deliverPass, leaseMs } from '../processes/deliver.js'
import type { Stage } from './stage.js'

/** Delivers what is left, once the leases of others have run out. */
export async function drainEvents({ app, journal }: Stage): Promise<void> {
  await pause(leaseMs)
  const deliverer = createDeliverer(app.storage)
  for (;;) {
    if ((await deliverPass(deliverer, journal)) === 0) return
  }
}

/** Signs alice in repeatedly, and reports how often that succeeded, until the process is killed. */

import { setImmediate as turn } from 'node:timers/promises'
import { sampleEvent, samplePasskey, sampleSpend, sampleTogether, sampleUse } from '@latchkey/testing'
import { openStorage } from './temporary-storage.js'

const { storage } = openStorage(process.argv[2] ?? '', { flush: true })

process.on('disconnect', () => process.exit())
await storage.passkeys.add(samplePasskey(), sampleTogether())
for (let count = 1; ; count++) {
  const use = sampleUse({ spend: sampleSpend(`use-${count}`), events: [sampleEvent(count)] })
  await storage.passkeys.recordUse(use)
  process.send?.(count)
  await turn()
}

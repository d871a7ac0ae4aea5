import { setTimeout as pause } from 'node:timers/promises'
import type { Finding, Setting } from './scenario.js'
import { failUnderLoad } from './under-load.js'

const calmMs = 500

/**
 * Every transaction is serializable, as an app may configure it. The server rolls back some concurrent transactions,
 * and the adapter runs them again. No caller sees an error.
 */
export async function runSerializable(setting: Setting): Promise<Finding> {
  const finding = await failUnderLoad({
    name: 'serializable',
    strike: () => pause(calmMs),
    describe: (rounds) => `${rounds} rounds of load with default_transaction_isolation = serializable`,
    setting,
    addressed: (address) => `${address}?options=-c%20default_transaction_isolation%3Dserializable`,
  })
  // Calls in progress when the load was ended are unknown too: one call in each lane of three workers at most.
  const told = (finding.tallies?.unknown ?? 0) - mostUnderWay
  return told > 0 ? { ...finding, wrong: [...finding.wrong, `${told} calls were not answered`] } : finding
}

const mostUnderWay = 6

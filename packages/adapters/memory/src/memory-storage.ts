import type { PasskeyStorage } from '@latchkey/storage'
import { memoryAccounts } from './accounts.js'
import { memoryCodes } from './codes.js'
import { memoryDeliveries } from './deliveries.js'
import { memoryEvents } from './events.js'
import { memoryInspection } from './inspection.js'
import { memoryMetadata } from './metadata.js'
import { memoryPasskeys } from './passkeys.js'
import { memoryPolicies } from './policies.js'
import { memoryRates } from './rates.js'
import { emptyState } from './state.js'
import { sweepState } from './sweep.js'

/**
 * An empty storage that lasts as long as the process, for tests, examples and a first look. It satisfies the whole
 * contract: every verb checks and changes within one turn of the event loop, so nothing can intervene. It is not
 * shared between processes, nor with your app's database: `createUser` is refused.
 */
export function memoryStorage(): PasskeyStorage {
  const state = emptyState()
  return {
    passkeys: memoryPasskeys(state),
    accounts: memoryAccounts(state),
    policies: memoryPolicies(state),
    codes: memoryCodes(state),
    events: memoryEvents(state),
    rates: memoryRates(state),
    metadata: memoryMetadata(state),
    deliveries: memoryDeliveries(state),
    inspection: memoryInspection(state),
    sweep: async (now, limit, options) => sweepState(state, { now, limit, ...options }),
  }
}

import { accountRaces } from './account-races.js'
import { addRaces } from './add-races.js'
import { changeRaces } from './change-races.js'
import { codeRaces } from './code-races.js'
import { deliveryRaces } from './delivery-races.js'
import { eventRaces } from './event-races.js'
import { policyRaces } from './policy-races.js'
import { rateRaces } from './rate-races.js'
import { removeAllRaces } from './remove-all-races.js'
import type { StorageRace } from './storage-race.js'
import { sweepRaces } from './sweep-races.js'
import { useRaces } from './use-races.js'

/**
 * The races of the storage contract, as data, for authors whose storage is shared by several processes: a parent
 * prepares, each process contends for some of the contestants, the parent judges. A race identifies its contestants
 * by number, so a process needs only `{ race: name, contestant }`.
 */
export const storageRaces: readonly StorageRace[] = [
  ...addRaces,
  ...useRaces,
  ...changeRaces,
  ...removeAllRaces,
  ...accountRaces,
  ...policyRaces,
  ...codeRaces,
  ...eventRaces,
  ...deliveryRaces,
  ...rateRaces,
  ...sweepRaces,
]

import { firstTables } from './0001.js'
import { eventsInOrder } from './0002.js'
import { novemberChanges } from './0003.js'
import { deliveryTables } from './0004.js'
import { unprovenPasskeys } from './0005.js'
import { newPasskeyCooldown } from './0006.js'
import { graceOfAccounts } from './0007.js'
import { rowsByRelyingParty } from './0008.js'
import type { Migration } from './migration.js'

/** Every migration, in order. */
export const migrations: readonly Migration[] = [
  firstTables,
  eventsInOrder,
  novemberChanges,
  deliveryTables,
  unprovenPasskeys,
  newPasskeyCooldown,
  graceOfAccounts,
  rowsByRelyingParty,
]

import { accounts } from './accounts.js'
import { accountsPage } from './accounts-page.js'
import { accountsPurge } from './accounts-purge.js'
import { codes } from './codes.js'
import { codesSets } from './codes-sets.js'
import { comparisons } from './comparisons.js'
import type { ConformanceCase } from './conformance-case.js'
import { copies } from './copies.js'
import { deliveriesClaim } from './deliveries-claim.js'
import { deliveriesEnqueue } from './deliveries-enqueue.js'
import { deliveriesOutcomes } from './deliveries-outcomes.js'
import { deliveriesPage } from './deliveries-page.js'
import { endpoints } from './endpoints.js'
import { events } from './events.js'
import { eventsPage } from './events-page.js'
import { eventsTally } from './events-tally.js'
import { eventsWithChanges } from './events-with-changes.js'
import { inspection } from './inspection.js'
import { longestValues } from './longest-values.js'
import { metadata } from './metadata.js'
import { passkeysAdd } from './passkeys-add.js'
import { passkeysAddCreateUser } from './passkeys-add-create-user.js'
import { passkeysAddRaiseVersion } from './passkeys-add-raise-version.js'
import { passkeysAddRefusals } from './passkeys-add-refusals.js'
import { passkeysChange } from './passkeys-change.js'
import { passkeysRead } from './passkeys-read.js'
import { passkeysRecordUse } from './passkeys-record-use.js'
import { passkeysRemove } from './passkeys-remove.js'
import { passkeysRemoveAll } from './passkeys-remove-all.js'
import { passkeysRemovedIds } from './passkeys-removed-ids.js'
import { passkeysSuspendedBy } from './passkeys-suspended-by.js'
import { policies } from './policies.js'
import { raced } from './races/storage-race.js'
import { storageRaces } from './races/storage-races.js'
import { rates } from './rates.js'
import { sweep } from './sweep.js'
import { unfitTexts } from './unfit-texts.js'
import { unusualValues } from './unusual-values.js'

/**
 * The storage contract of `@latchkey/storage`, sentence by sentence, as data: an adapter satisfies it if every case
 * resolves. It needs no particular test runner.
 *
 * ```ts
 * for (const { name, run } of storageConformance) test(name, () => run(makeStorage))
 * ```
 */
export const storageConformance: readonly ConformanceCase[] = [
  ...passkeysAdd,
  ...passkeysAddRefusals,
  ...passkeysAddCreateUser,
  ...passkeysAddRaiseVersion,
  ...passkeysRead,
  ...passkeysRecordUse,
  ...passkeysChange,
  ...passkeysRemove,
  ...passkeysRemoveAll,
  ...passkeysSuspendedBy,
  ...passkeysRemovedIds,
  ...accounts,
  ...accountsPurge,
  ...accountsPage,
  ...policies,
  ...codes,
  ...codesSets,
  ...events,
  ...eventsPage,
  ...eventsTally,
  ...metadata,
  ...endpoints,
  ...deliveriesEnqueue,
  ...deliveriesClaim,
  ...deliveriesOutcomes,
  ...deliveriesPage,
  ...inspection,
  ...rates,
  ...sweep,
  ...eventsWithChanges,
  ...unusualValues,
  ...longestValues,
  ...unfitTexts,
  ...comparisons,
  ...copies,
  ...storageRaces.map(raced),
]

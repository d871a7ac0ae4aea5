import { createEnvelopes, type Envelopes } from '../ceremony/envelopes.js'
import { createRefusedFinishes, type RefusedFinishes } from '../ceremony/refused-finishes.js'
import type { Settings } from '../config/settings.js'
import { createEventIds, type NextEventId } from '../events/create-event.js'
import { createDecoys, type Decoys } from '../options/decoys.js'
import { rememberKeys, type VerificationKeys } from '../webauthn/verify/verification-keys.js'
import { type CheckedStore, checkStore } from './checked-store.js'
import { createDecoyTable } from './decoy-table.js'
import { inEnvironment } from './environment-storage.js'
import { createModelMetadata, type ModelMetadata } from './model-metadata.js'
import { withNotices } from './notices.js'
import { createOutcomeCounts, type OutcomeCounts } from './outcome-counts.js'
import { createPolicyReader, type PolicyReader } from './policy-reader.js'
import { type AddressLimits, createAddressLimits } from './rate-limits.js'
import { createRefusalCounts, type RefusalCounts } from './refusal-counts.js'

/** The state behind one `createPasskeys`, shared by all methods: settings, caches and bounded counters. */
export interface Context {
  readonly settings: Settings
  readonly store: CheckedStore
  readonly policies: PolicyReader
  readonly envelopes: Envelopes
  readonly addressLimits: AddressLimits
  readonly refusedFinishes: RefusedFinishes
  readonly refusalCounts: RefusalCounts
  readonly outcomeCounts: OutcomeCounts
  readonly decoys: Decoys
  readonly keys: VerificationKeys
  /** A separate cache for keys of no user, so that unknown ids evict no user's key. */
  readonly dummyKeys: VerificationKeys
  readonly metadata: ModelMetadata
  readonly nextEventId: NextEventId
}

export function createContext(settings: Settings): Context {
  const store = withNotices(checkStore(inEnvironment(settings.storage, settings.environment)), settings)
  const policies = createPolicyReader(settings, store)
  const nextEventId = createEventIds(settings.randomBytes)
  return Object.freeze({
    settings,
    store,
    policies,
    envelopes: createEnvelopes(settings),
    addressLimits: createAddressLimits(settings),
    refusedFinishes: createRefusedFinishes(settings),
    refusalCounts: createRefusalCounts(settings, { store, nextEventId }),
    outcomeCounts: createOutcomeCounts(settings, { store, nextEventId }),
    decoys: createDecoys({
      key: settings.decoySecret,
      scope: { environment: settings.environment, rpId: settings.relyingParty.id },
      table: createDecoyTable({ settings, store, policies }),
    }),
    keys: rememberKeys(),
    dummyKeys: rememberKeys(),
    metadata: createModelMetadata(settings, { store, nextEventId }),
    nextEventId,
  })
}

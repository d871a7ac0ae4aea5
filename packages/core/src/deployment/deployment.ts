import { createEnvelopes, type Envelopes } from '../ceremony/envelopes.js'
import type { Settings } from '../config/settings.js'
import { createEventIds, type NextEventId } from '../events/event-ids.js'
import { createDecoys, type Decoys } from '../options/decoys.js'
import { rememberKeys, type VerificationKeys } from '../verify/verification-keys.js'
import { type CheckedStore, checkStore } from './checked-store.js'
import { createModelMetadata, type ModelMetadata } from './metadata.js'
import { createPolicyReader, type PolicyReader } from './policy-reader.js'
import { createProofs, type Proofs } from './proofs.js'

/** One `createPasskeys`, ready: what every verb works with. Its only state are caches and a counter. */
export interface Deployment {
  readonly settings: Settings
  readonly store: CheckedStore
  readonly policies: PolicyReader
  readonly envelopes: Envelopes
  readonly decoys: Decoys
  readonly keys: VerificationKeys
  readonly metadata: ModelMetadata
  readonly proofs: Proofs
  readonly nextEventId: NextEventId
}

export function createDeployment(settings: Settings): Deployment {
  const store = checkStore(settings.storage)
  const keys = rememberKeys()
  return Object.freeze({
    settings,
    store,
    policies: createPolicyReader(settings, store),
    envelopes: createEnvelopes(settings),
    decoys: createDecoys(settings.decoySecret, { environment: settings.environment, rpId: settings.relyingParty.id }),
    keys,
    metadata: createModelMetadata(settings),
    proofs: createProofs(settings, keys),
    nextEventId: createEventIds(settings.randomBytes),
  })
}

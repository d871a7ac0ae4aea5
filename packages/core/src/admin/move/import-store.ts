import type { CheckedStore } from '../../deployment/checked-store.js'

/** The verbs that an import calls: on the store, or on what stands in for it in a dry run. */
export interface ImportStore {
  readonly passkeys: Pick<CheckedStore['passkeys'], 'find' | 'listByUser' | 'add' | 'isSpent'>
  readonly accounts: CheckedStore['accounts']
}

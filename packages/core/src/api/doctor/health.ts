import { ask } from '../../context/ask-storage.js'
import type { Context } from '../../context/context.js'
import { isPasskeyError } from '../../errors.js'
import { hasGuessableSecret } from './check-secrets.js'
import type { FindingName } from './findings.js'

/** Whether this process can serve passkeys now. */
export interface Health {
  readonly ready: boolean
  /** Why not; empty if it is ready. The names are those of the doctor's findings, and can be shown to strangers. */
  readonly issues: readonly HealthIssue[]
}

/** Why a process is not ready. */
export type HealthIssue = Extract<FindingName, 'storage_unavailable' | 'schema_behind' | 'secret_guessable'>

/** Checks storage, schema and secrets. Calls that come while a check runs share it. See `Passkeys`. */
export function createHealth(context: Context): () => Promise<Health> {
  let running: Promise<Health> | undefined
  return () => {
    running ??= check(context).finally(() => {
      running = undefined
    })
    return running
  }
}

async function check(context: Context): Promise<Health> {
  const ofSecrets: readonly HealthIssue[] = hasGuessableSecret(context.settings) ? ['secret_guessable'] : []
  const issues = [...ofSecrets, ...(await checkStorage(context))]
  return Object.freeze({ ready: issues.length === 0, issues: Object.freeze(issues) })
}

/** Migrations only add, so tables of a later release serve this one too: a rolling update goes through both. */
async function checkStorage({ settings, store }: Context): Promise<readonly HealthIssue[]> {
  const rpId = settings.relyingParty.id
  const { schema } = settings.storage
  try {
    const status = schema && (await ask(() => schema.status()))
    if (status && status.current < status.wanted) return ['schema_behind']
    await Promise.all([store.passkeys.page({ rpId, limit: 1 }), store.policies.read(rpId, ['environment'])])
    return []
  } catch (error) {
    if (isPasskeyError(error) && error.code === 'storage_unavailable') return ['storage_unavailable']
    throw error
  }
}

import type { AccountRecord, PasskeyRecord } from '@latchkey/storage'
import type { CheckedStore } from '../../context/checked-store.js'

interface Planned {
  readonly passkeys: readonly PasskeyRecord[]
  readonly account: AccountRecord
}

/**
 * A store that returns what the real one would after the rows before, and changes nothing. It remembers what would
 * have been added, so its memory grows with the rows.
 */
export function createDryRunStore({ passkeys, accounts }: Pick<ImportStore, 'passkeys' | 'accounts'>): ImportStore {
  const byId = new Map<string, PasskeyRecord>()
  const byUser = new Map<string, Planned>()

  async function listByUser(rpId: string, userId: string) {
    const kept = await passkeys.listByUser(rpId, userId)
    const planned = byUser.get(userId)
    return planned ? { passkeys: [...kept.passkeys, ...planned.passkeys], account: planned.account } : kept
  }

  return {
    passkeys: {
      listByUser,
      findRemoved: (rpId, ids) => passkeys.findRemoved(rpId, ids),
      async find(rpId, id) {
        const passkey = byId.get(id)
        const account = passkey && byUser.get(passkey.userId)?.account
        return passkey && account ? { passkey, account } : passkeys.find(rpId, id)
      },
      async add(passkey, { limit }) {
        const { passkeys: kept, account } = await listByUser(passkey.rpId, passkey.userId)
        if (kept.length >= limit) return 'limit_reached'
        byId.set(passkey.id, passkey)
        const planned = byUser.get(passkey.userId)?.passkeys ?? []
        byUser.set(passkey.userId, { passkeys: [...planned, passkey], account: account ?? accountOf(passkey) })
        return 'added'
      },
    },
    accounts: {
      ...accounts,
      async recordPrompt(record) {
        const { passkeys: kept, account = accountOf({ ...record, createdAt: record.at }) } = await listByUser(
          record.rpId,
          record.userId,
        )
        if (kept.length === 0) byUser.set(record.userId, { passkeys: [], account })
        return account
      },
    },
  }
}

function accountOf({
  rpId,
  userId,
  userHandle,
  createdAt,
}: Pick<PasskeyRecord, 'rpId' | 'userId' | 'userHandle' | 'createdAt'>): AccountRecord {
  const prompt = { declines: 0, never: false }
  return { rpId, userId, userHandle, version: 1, passkeyCount: 0, activeCount: 0, addedCount: 0, prompt, createdAt }
}

/** The verbs that an import calls: on the store, or on its stand-in for a dry run. */
export interface ImportStore {
  readonly passkeys: Pick<CheckedStore['passkeys'], 'find' | 'findRemoved' | 'listByUser' | 'add'>
  readonly accounts: CheckedStore['accounts']
}

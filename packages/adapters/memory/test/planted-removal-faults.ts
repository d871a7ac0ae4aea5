import { sampleCode } from '@latchkey/testing'
import { type PlantedFault, withStore } from './planted-fault.js'

/** Faults of what takes everything from a user: `passkeys.removeAll`, `accounts.purge`, `accounts.raiseVersion`. */
export const plantedRemovalFaults: readonly PlantedFault[] = [
  {
    fault: 'drops the events of a purge of an unknown user',
    caughtBy: 'accounts.purge: creates a tombstone at version 1 if there is no account, with its events',
    plant: withStore('accounts', (accounts, { passkeys }) => ({
      purge: async (target, tell) => {
        const { account } = await passkeys.listByUser(target.rpId, target.userId)
        return accounts.purge(target, account ? tell : () => [])
      },
    })),
  },
  {
    fault: 'answers passkeys that went before',
    caughtBy: 'passkeys.removeAll: of 20 simultaneous calls one removes the passkeys, and each raises the version',
    plant: withStore('passkeys', (passkeys) => ({
      removeAll: async (target, tell) => {
        const { passkeys: removed } = await passkeys.listByUser(target.rpId, target.userId)
        return { ...(await passkeys.removeAll(target, tell)), removed }
      },
    })),
  },
  {
    fault: 'stores no tombstone for an unknown user',
    caughtBy: 'accounts.purge: a first passkey whose ceremony was begun before is not added',
    plant: withStore('passkeys', (passkeys) => ({
      add: async (passkey, together) => {
        const { account } = await passkeys.listByUser(passkey.rpId, passkey.userId)
        const isTombstone = account?.purgedAt !== undefined && together.accountVersion === 0
        return passkeys.add(passkey, isTombstone ? { ...together, accountVersion: account.version } : together)
      },
    })),
  },
  {
    fault: 'takes a tombstone for no account',
    caughtBy: 'accounts: a tombstone can be purged again, and its version can be raised',
    plant: withStore('accounts', (accounts) => ({
      raiseVersion: async (target, events) => {
        const { purgedAt: _, ...account } = await accounts.raiseVersion(target, events)
        return account
      },
    })),
  },
  {
    fault: 'leaves the codes of a purged user who has no account',
    caughtBy: 'accounts.purge: deletes the codes of a user without an account',
    plant: withStore('accounts', (accounts, { passkeys, codes }) => ({
      purge: async (target, tell) => {
        const { account } = await passkeys.listByUser(target.rpId, target.userId)
        const purged = await accounts.purge(target, tell)
        if (account === undefined) await codes.create([sampleCode()], [])
        return purged
      },
    })),
  },
  {
    fault: 'removes all, and lets ceremonies go on',
    caughtBy: 'passkeys.removeAll: ceremonies begun before then end in account_changed',
    plant: withStore('passkeys', (passkeys) => ({
      removeAll: async (target, tell) => {
        const { passkeys: removed, account } = await passkeys.listByUser(target.rpId, target.userId)
        if (account === undefined) return passkeys.removeAll(target, tell)
        const [last, ...others] = removed.toReversed()
        for (const passkey of others) await passkeys.remove(passkey, { keepLastActive: false, at: 0, events: [] })
        if (last) await passkeys.remove(last, { keepLastActive: false, at: 0, events: tell(removed) })
        return { removed, account: { ...account, passkeyCount: 0, activeCount: 0 } }
      },
    })),
  },
  {
    fault: 'removes without looking at what was added',
    caughtBy: 'passkeys.remove: changed while a passkey was added that the caller has not seen',
    plant: withStore('passkeys', (passkeys) => ({
      remove: (target, { addedCount: _, ...together }) => passkeys.remove(target, together),
    })),
  },
  {
    fault: 'counts a removal out of what was added',
    caughtBy: 'passkeys.remove: addedCount counts every addition, and does not go down',
    plant: withStore('passkeys', (passkeys) => ({
      listByUser: async (rpId, userId) => {
        const { account, ...listed } = await passkeys.listByUser(rpId, userId)
        return account ? { ...listed, account: { ...account, addedCount: account.passkeyCount } } : listed
      },
    })),
  },
  {
    fault: 'forgets that the user has suspended it',
    caughtBy: 'passkeys.setStatus: a suspension by the user is marked, and its end removes the mark',
    plant: withStore('passkeys', (passkeys) => ({
      setStatus: (target, { byUser: _, ...change }, events) => passkeys.setStatus(target, change, events),
    })),
  },
  {
    fault: 'remembers the ids of what was removed with all',
    caughtBy: 'passkeys.removeAll: frees the ids for another user',
    plant: (storage) => {
      const gone = new Set<string>()
      return withStore('passkeys', (passkeys) => ({
        removeAll: async (target, tell) => {
          const answer = await passkeys.removeAll(target, tell)
          for (const { id } of answer.removed) gone.add(id)
          return answer
        },
        add: async (passkey, together) => (gone.has(passkey.id) ? 'duplicate' : passkeys.add(passkey, together)),
      }))(storage)
    },
  },
  {
    fault: 'erases no event',
    caughtBy: 'accounts.purge: with `eraseEvents`, only the events of the purge are left of the user',
    plant: withStore('accounts', (accounts) => ({ purge: (target, tell) => accounts.purge(target, tell) })),
  },
  {
    fault: 'erases the events of every purged user',
    caughtBy: "accounts.purge: the user's earlier events stay, in their order before its own",
    plant: withStore('accounts', (accounts) => ({
      purge: (target, tell) => accounts.purge(target, tell, { eraseEvents: true }),
    })),
  },
  {
    fault: 'erases the events of a user elsewhere too',
    caughtBy: 'accounts.purge: `eraseEvents` deletes no event of another user or another relying party',
    plant: withStore('accounts', (accounts) => ({
      purge: async (target, tell, options) => {
        if (options?.eraseEvents) await accounts.purge({ ...target, rpId: 'other.example' }, () => [], options)
        return accounts.purge(target, tell, options)
      },
    })),
  },
  {
    fault: 'pages the events of every user',
    caughtBy: 'events.pageByUser: the events of a user, in the order of their ids, a page at a time',
    plant: withStore('events', (events) => ({ pageByUser: (query) => events.page(query) })),
  },
]

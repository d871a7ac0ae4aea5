import { setImmediate as turn } from 'node:timers/promises'
import type { PasskeyRecord, PasskeySource, PasskeyStorage, PolicyScope } from '@latchkey/storage'
import { type PlantedFault, withStore } from './planted-fault.js'

type Passkeys = PasskeyStorage['passkeys']

/** Every passkey that is found is another one. */
function seen(change: (passkey: PasskeyRecord) => PasskeyRecord): PlantedFault['plant'] {
  return withStore('passkeys', (passkeys) => ({
    find: async (rpId, id) => {
      const found = await passkeys.find(rpId, id)
      return found && { ...found, passkey: change(found.passkey) }
    },
    listByUser: async (rpId, userId) => {
      const listed = await passkeys.listByUser(rpId, userId)
      return { ...listed, passkeys: listed.passkeys.map(change) }
    },
  }))
}

/** Scopes are distinguished by this. */
function scopesAs(change: (scope: PolicyScope) => PolicyScope): PlantedFault['plant'] {
  return withStore('passkeys', (passkeys) => ({
    setStatus: (target, { scope, status }, events) =>
      passkeys.setStatus(target, { scope: change(scope), status }, events),
  }))
}

/** A passkey is added as if its source were another. */
function sourceAs(source: PasskeySource, taken: PasskeySource): PlantedFault['plant'] {
  return withStore('passkeys', (passkeys) => ({
    add: (passkey, together) =>
      passkeys.add(passkey.source === source ? { ...passkey, source: taken } : passkey, together),
  }))
}

async function listOf(passkeys: Passkeys, { rpId, userId }: Pick<PasskeyRecord, 'rpId' | 'userId'>) {
  return (await passkeys.listByUser(rpId, userId)).passkeys
}

/** Faults of who has suspended a passkey, what it learns, and what is remembered of removed ones. */
export const plantedScopeFaults: readonly PlantedFault[] = [
  {
    fault: 'knows the scopes of policies alone',
    caughtBy: 'policies.write: a table of decoys has its own scope, and is written once',
    plant: withStore('policies', (policies) => ({
      read: (rpId, scopes) =>
        policies.read(
          rpId,
          scopes.filter((scope) => scope !== 'decoys'),
        ),
    })),
  },
  {
    fault: 'has one set of policies for all relying parties',
    caughtBy: 'policies: each relying party has its own',
    plant: withStore('policies', (policies) => ({
      read: async (rpId, scopes) => {
        const records = await policies.read('shared', scopes)
        return records.map((record) => ({ ...record, rpId }))
      },
      write: (policy, expectedVersion, events) =>
        policies.write({ ...policy, rpId: 'shared' }, expectedVersion, events),
    })),
  },
  {
    fault: 'takes the environment off the relying party of a policy',
    caughtBy: 'policies: each relying party has its own',
    plant: withStore('policies', (policies) => ({
      read: (rpId, scopes) => policies.read(rpId.replace(/^.*\//, ''), scopes),
      write: (policy, expectedVersion, events) =>
        policies.write({ ...policy, rpId: policy.rpId.replace(/^.*\//, '') }, expectedVersion, events),
    })),
  },
  {
    fault: 'forgets the relying parties where a user was purged',
    caughtBy: 'accounts.listRelyingParties: every account of the user, tombstones included',
    plant: withStore('accounts', (accounts, { passkeys }) => ({
      listRelyingParties: async (userId) => {
        const found = await accounts.listRelyingParties(userId)
        const listed = await Promise.all(found.map((rpId) => passkeys.listByUser(rpId, userId)))
        return found.filter((_, at) => listed[at]?.account?.purgedAt === undefined)
      },
    })),
  },
  {
    fault: 'folds the case of the user whose relying parties it lists',
    caughtBy: 'accounts.listRelyingParties: every account of the user, tombstones included',
    plant: withStore('accounts', (accounts) => ({
      listRelyingParties: async (userId) => {
        const both = [userId, userId.toLowerCase()]
        const found = await Promise.all(both.map((id) => accounts.listRelyingParties(id)))
        return [...new Set(found.flat())]
      },
    })),
  },
  {
    fault: 'has one suspension for all scopes',
    caughtBy: 'passkeys.setStatus: each scope adds and lifts its own entry',
    plant: scopesAs(() => 'environment'),
  },
  {
    fault: 'compares organizations without their case',
    caughtBy: 'passkeys.setStatus: organizations whose ids resemble each other are different ones',
    plant: scopesAs((scope) => (scope === 'environment' ? scope : `organization:${scope.slice(13).toLowerCase()}`)),
  },
  {
    fault: 'stores the events of a scope that has suspended it already',
    caughtBy: 'passkeys.setStatus: what an organization has set already changes nothing and stores no event',
    plant: (storage) =>
      withStore('passkeys', (passkeys) => ({
        setStatus: async (target, change, events) => {
          const outcome = await passkeys.setStatus(target, change, [])
          if (outcome === 'done') await storage.events.append(events)
          return outcome
        },
      }))(storage),
  },
  {
    fault: 'suspends at an organization whosever the passkey is',
    caughtBy: 'passkeys.setStatus: gone for an organization that suspends the passkey of another user',
    plant: withStore('passkeys', (passkeys) => ({
      setStatus: async (target, change, events) => {
        const found = await passkeys.find(target.rpId, target.id)
        return passkeys.setStatus({ ...target, userId: found?.passkey.userId ?? '' }, change, events)
      },
    })),
  },
  {
    fault: 'does not look at organizations when a use is recorded',
    caughtBy: 'passkeys.recordUse: gone at an organization that has suspended the passkey, and only there',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: ({ organizationId: _, ...use }) => passkeys.recordUse(use),
    })),
  },
  {
    fault: 'looks at the organization alone when a use is recorded there',
    caughtBy: 'passkeys.recordUse: gone at every organization when the environment has suspended it',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: async (use) => {
        if (use.organizationId === undefined) return passkeys.recordUse(use)
        await passkeys.setStatus(use, { scope: 'environment', status: 'active' }, [])
        return passkeys.recordUse(use)
      },
    })),
  },
  {
    fault: 'lets a passkey be removed that an organization has suspended',
    caughtBy: 'passkeys.remove: one that an organization has suspended stays with keepLastActive',
    plant: withStore('passkeys', (passkeys) => ({
      remove: async (target, together) => {
        const found = await passkeys.find(target.rpId, target.id)
        for (const scope of found?.passkey.suspendedBy ?? []) {
          if (scope !== 'environment') await passkeys.setStatus(target, { scope, status: 'active' }, [])
        }
        return passkeys.remove(target, together)
      },
    })),
  },
  {
    fault: 'stores a status that suspendedBy contradicts',
    caughtBy: 'passkeys.add: rejects a passkey whose status is not what suspendedBy says',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) =>
        passkeys.add(
          { ...passkey, status: passkey.suspendedBy.includes('environment') ? 'suspended' : 'active' },
          together,
        ),
    })),
  },
  {
    fault: 'replaces the transports by those of the last use',
    caughtBy: 'passkeys.recordUse: adds the learned transports, and removes none',
    plant: (storage) => {
      const learned = new Map<string, readonly string[]>()
      const planted = withStore('passkeys', (passkeys) => ({
        recordUse: async (use) => {
          const outcome = await passkeys.recordUse(use)
          if (outcome === 'recorded' && use.change.transports) learned.set(use.id, use.change.transports)
          return outcome
        },
      }))(storage)
      return seen((passkey) => ({ ...passkey, transports: learned.get(passkey.id) ?? passkey.transports }))(planted)
    },
  },
  {
    fault: 'stores no attestation that was judged later',
    caughtBy: 'passkeys.recordUse: replaces the attestation if the use has one',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: ({ change: { attestation: _, ...change }, ...use }) => passkeys.recordUse({ ...use, change }),
    })),
  },
  {
    fault: 'learns no transport where there was none',
    caughtBy: 'passkeys.recordUse: learns the first transport of a passkey that had none',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: async (use) => {
        const found = await passkeys.find(use.rpId, use.id)
        if (found?.passkey.transports.length !== 0) return passkeys.recordUse(use)
        return passkeys.recordUse({ ...use, change: { ...use.change, transports: [] } })
      },
    })),
  },
  {
    fault: 'takes an unknown backup eligibility for none',
    caughtBy: 'passkeys.recordUse: fills in a backup eligibility that was unknown',
    plant: seen((passkey) => ({ ...passkey, backupEligible: passkey.backupEligible ?? false })),
  },
  {
    fault: 'remembers the ids of single removals only',
    caughtBy: 'passkeys.findRemoved: finds what remove, removeAll and purge have removed, and nothing else',
    plant: (storage) => {
      const forgotten = new Set<string>()
      const forget = async (passkeys: Passkeys, target: Pick<PasskeyRecord, 'rpId' | 'userId'>) => {
        for (const { id } of await listOf(passkeys, target)) forgotten.add(id)
      }
      return withStore('passkeys', (passkeys) => ({
        removeAll: async (target, tell) => {
          await forget(passkeys, target)
          return passkeys.removeAll(target, tell)
        },
        findRemoved: async (rpId, ids) =>
          (await passkeys.findRemoved(rpId, ids)).filter(({ id }) => !forgotten.has(id)),
      }))(storage)
    },
  },
  {
    fault: 'remembers an id as removed before it knows whether it goes',
    caughtBy: 'passkeys.findRemoved: a passkey that stays is not remembered as removed',
    plant: (storage) => {
      const asked = new Set<string>()
      return withStore('passkeys', (passkeys) => ({
        remove: (target, together) => {
          asked.add(target.id)
          return passkeys.remove(target, together)
        },
        findRemoved: async (_, ids) =>
          ids.filter((id) => asked.has(id)).map((id) => ({ id, reason: 'removed', removedAt: 0 })),
      }))(storage)
    },
  },
  {
    fault: 'remembers an id from the first time it was removed',
    caughtBy: 'passkeys.findRemoved: an id that is removed twice is remembered from the last time',
    plant: withStore('passkeys', (passkeys) => ({
      findRemoved: async (rpId, ids) =>
        (await passkeys.findRemoved(rpId, ids)).map((removed) => ({ ...removed, reason: 'removed' })),
    })),
  },
  {
    fault: 'cuts the ids it looks for',
    caughtBy: 'passkeys.findRemoved: rejects more than 1000 ids',
    plant: withStore('passkeys', (passkeys) => ({
      findRemoved: (rpId, ids) => passkeys.findRemoved(rpId, ids.slice(0, 1000)),
    })),
  },
  {
    fault: 'imports what was removed',
    caughtBy: 'passkeys.add: removed_since for an import of a removed id, whatever its new owner',
    plant: sourceAs('import', 'self'),
  },
  {
    fault: 'imports what was removed by a purge, for another user',
    caughtBy: 'passkeys.add: account_purged for an import of an id that a purge removed, whatever its new owner',
    plant: sourceAs('import', 'self'),
  },
  {
    fault: 'remembers a removed id for all relying parties',
    caughtBy: 'passkeys.add: an id that was removed elsewhere may be imported here',
    plant: (storage) => {
      const removed = new Set<string>()
      return withStore('passkeys', (passkeys) => ({
        add: async (passkey, together) =>
          passkey.source === 'import' && removed.has(passkey.id) ? 'removed_since' : passkeys.add(passkey, together),
        remove: async (target, together) => {
          removed.add(target.id)
          return passkeys.remove(target, together)
        },
      }))(storage)
    },
  },
  ...(['import', 'admin', 'recovery', 'upgrade'] as const).map((source) => ({
    fault: `lifts a tombstone for a passkey of source ${source}`,
    caughtBy: `passkeys.add: account_purged for a passkey of source ${source}, which lifts no tombstone`,
    plant: sourceAs(source, 'self'),
  })),
  ...(['self', 'sign-up', 'invitation'] as const).map((source) => ({
    fault: `lifts no tombstone for a passkey of source ${source}`,
    caughtBy: `passkeys.add: a first passkey of source ${source} lifts a tombstone`,
    plant: sourceAs(source, 'admin'),
  })),
  {
    fault: 'lifts a tombstone for an answer to a prompt',
    caughtBy: 'accounts.recordPrompt: a tombstone stays a tombstone, and stores the answer',
    plant: withStore('accounts', (accounts) => ({
      recordPrompt: async (record) => {
        const { purgedAt: _, ...account } = await accounts.recordPrompt(record)
        return account
      },
    })),
  },
  {
    fault: 'forgets removed ids after a month',
    caughtBy: 'sweep: deletes a removed id after 365 days, not before, and its passkey can be imported again',
    plant: (storage) => ({
      ...storage,
      sweep: (now, limit) => storage.sweep(now + 335 * 86_400_000, limit),
    }),
  },
  {
    fault: 'loses what another scope sets at the same time',
    caughtBy: 'passkeys.setStatus: of 20 organizations that suspend at once all have their entry',
    plant: withStore('passkeys', (passkeys) => ({
      setStatus: async (target, change, events) => {
        const before = (await passkeys.find(target.rpId, target.id))?.passkey.suspendedBy ?? []
        await turn()
        const outcome = await passkeys.setStatus(target, change, events)
        const now = (await passkeys.find(target.rpId, target.id))?.passkey.suspendedBy ?? []
        for (const scope of now) {
          if (scope !== change.scope && !before.includes(scope))
            await passkeys.setStatus(target, { scope, status: 'active' }, [])
        }
        return outcome
      },
    })),
  },
]

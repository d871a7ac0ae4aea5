import { setImmediate as turn } from 'node:timers/promises'
import type { PasskeyRecord, PasskeyStorage, PasskeyTarget } from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'

/** A storage that is right but for one fault, and the case of the conformance suite that must fail because of it. */
export interface PlantedFault {
  readonly fault: string
  readonly caughtBy: string
  plant(storage: PasskeyStorage): PasskeyStorage
}

type Passkeys = PasskeyStorage['passkeys']

const withPasskeys = (change: (passkeys: Passkeys) => Partial<Passkeys>) => (storage: PasskeyStorage) => ({
  ...storage,
  passkeys: { ...storage.passkeys, ...change(storage.passkeys) },
})

const withAccounts =
  (change: (accounts: PasskeyStorage['accounts']) => Partial<PasskeyStorage['accounts']>) =>
  (storage: PasskeyStorage) => ({ ...storage, accounts: { ...storage.accounts, ...change(storage.accounts) } })

const withEvents =
  (change: (events: PasskeyStorage['events']) => Partial<PasskeyStorage['events']>) => (storage: PasskeyStorage) => ({
    ...storage,
    events: { ...storage.events, ...change(storage.events) },
  })

/** The target with the owner that the passkey really has. */
async function withRealOwner<Target extends PasskeyTarget>(passkeys: Passkeys, target: Target): Promise<Target> {
  const found = await passkeys.find(target.rpId, target.id)
  return { ...target, userId: found?.passkey.userId ?? target.userId }
}

const lowerCased = (id: CredentialId) => id.toLowerCase() as CredentialId

async function countOf(passkeys: Passkeys, { rpId, userId }: Pick<PasskeyRecord, 'rpId' | 'userId'>): Promise<number> {
  const listed = await passkeys.listByUser(rpId, userId)
  await turn()
  return listed.account?.passkeyCount ?? 0
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    fault: 'counts before it adds, instead of in one step',
    caughtBy: 'passkeys.add: of 20 simultaneous calls at 9 of 10 exactly one adds',
    plant: withPasskeys((passkeys) => ({
      add: async (passkey, together) => {
        if ((await countOf(passkeys, passkey)) >= together.limit) return 'limit_reached'
        return passkeys.add(passkey, { ...together, limit: Number.MAX_SAFE_INTEGER })
      },
    })),
  },
  {
    fault: 'looks whether a ceremony was spent, instead of spending it in one step',
    caughtBy: 'passkeys.recordUse: of 20 simultaneous calls with one spend exactly one is recorded',
    plant: (storage) => {
      const spent = new Set<string>()
      return withPasskeys((passkeys) => ({
        recordUse: async (use) => {
          if (spent.has(use.spend.id)) return 'already_spent'
          await turn()
          spent.add(use.spend.id)
          return passkeys.recordUse({ ...use, spend: { ...use.spend, id: `${use.spend.id}-${Math.random()}` } })
        },
      }))(storage)
    },
  },
  {
    fault: 'keeps a ceremony spent although the addition was refused',
    caughtBy: 'passkeys.add: limit_reached at the limit, and the spend can be tried again',
    plant: (storage) => {
      const burnt = new Set<string>()
      return withPasskeys((passkeys) => ({
        add: async (passkey, together) => {
          if (together.spend.some(({ id }) => burnt.has(id))) return 'already_spent'
          for (const { id } of together.spend) burnt.add(id)
          return passkeys.add(passkey, together)
        },
      }))(storage)
    },
  },
  {
    fault: 'ignores the account version when adding',
    caughtBy: 'passkeys.add: account_changed when the version is another, and the spend can be tried again',
    plant: withPasskeys((passkeys) => ({
      add: async (passkey, together) => {
        const { account } = await passkeys.listByUser(passkey.rpId, passkey.userId)
        return passkeys.add(passkey, { ...together, accountVersion: account?.version ?? 0 })
      },
    })),
  },
  {
    fault: 'replaces a passkey whose id is taken by another user',
    caughtBy: 'passkeys.add: duplicate when another user has this id, and no account is left behind',
    plant: withPasskeys((passkeys) => ({
      add: async (passkey, together) => {
        const answer = await passkeys.add(passkey, together)
        const found = await passkeys.find(passkey.rpId, passkey.id)
        if (answer !== 'duplicate' || found === undefined) return answer
        await passkeys.remove(found.passkey, { keepLastActive: false, events: [] })
        return passkeys.add(passkey, together)
      },
    })),
  },
  {
    fault: 'keeps the events of an addition that it refuses',
    caughtBy: 'passkeys.add: limit_reached counts suspended passkeys',
    plant: (storage) =>
      withPasskeys((passkeys) => ({
        add: async (passkey, together) => {
          const answer = await passkeys.add(passkey, together)
          if (answer !== 'added') await storage.events.append(together.events)
          return answer
        },
      }))(storage),
  },
  {
    fault: 'does not use up the code that was redeemed',
    caughtBy: 'passkeys.add: uses up the code that its spend names',
    plant: (storage) => ({
      ...storage,
      codes: {
        ...storage.codes,
        create: (codes, events) =>
          storage.codes.create(
            codes.map((code) => ({ ...code, id: `kept-${code.id}` })),
            events,
          ),
        tryRedeem: async (id, hash, now) => {
          const answer = await storage.codes.tryRedeem(`kept-${id}`, hash, now)
          return answer === 'refused' ? answer : { code: { ...answer.code, id } }
        },
        revoke: (id, events) => storage.codes.revoke(`kept-${id}`, events),
      },
    }),
  },
  {
    fault: 'finds ids whatever their case',
    caughtBy: 'unusual values: ids that differ in case only are different',
    plant: withPasskeys((passkeys) => ({
      add: (passkey, together) => passkeys.add({ ...passkey, id: lowerCased(passkey.id) }, together),
      find: (rpId, id) => passkeys.find(rpId, lowerCased(id)),
    })),
  },
  {
    fault: 'finds passkeys of any relying party',
    caughtBy: 'passkeys.find: undefined at another relying party',
    plant: withPasskeys((passkeys) => ({
      find: async (rpId, id) => (await passkeys.find(rpId, id)) ?? passkeys.find('example.com', id),
    })),
  },
  {
    fault: 'lists the newest first',
    caughtBy: 'passkeys.listByUser: oldest first, equal times by id, suspended ones included',
    plant: withPasskeys((passkeys) => ({
      listByUser: async (rpId, userId) => {
        const list = await passkeys.listByUser(rpId, userId)
        return { ...list, passkeys: list.passkeys.toReversed() }
      },
    })),
  },
  {
    fault: 'begins a page with the last of the page before',
    caughtBy: 'passkeys.page: walks all passkeys of a relying party once, in the order of their ids',
    plant: withPasskeys((passkeys) => ({
      page: ({ after, ...query }) => passkeys.page({ ...query, ...(after && { after: after.slice(0, -1) }) }),
    })),
  },
  {
    fault: 'records a use whoever the owner is',
    caughtBy: 'passkeys.recordUse: gone for another owner, and nothing has changed',
    plant: withPasskeys((passkeys) => ({
      recordUse: async (use) => passkeys.recordUse(await withRealOwner(passkeys, use)),
    })),
  },
  {
    fault: 'takes any sign count for the expected one',
    caughtBy: 'passkeys.recordUse: of 20 simultaneous ceremonies on one sign count exactly one is recorded',
    plant: withPasskeys((passkeys) => ({
      recordUse: async (use) => {
        const found = await passkeys.find(use.rpId, use.id)
        return passkeys.recordUse({ ...use, expectedSignCount: found?.passkey.signCount ?? 0 })
      },
    })),
  },
  {
    fault: 'renames whoever the owner is',
    caughtBy: 'passkeys.rename: gone for another owner, and nothing has changed',
    plant: withPasskeys((passkeys) => ({
      rename: async (target, name, events) => passkeys.rename(await withRealOwner(passkeys, target), name, events),
    })),
  },
  {
    fault: 'trims names and brings them to one normal form',
    caughtBy: 'unusual values: names keep their normal form, their case and their spaces',
    plant: withPasskeys((passkeys) => ({
      rename: (target, name, events) => passkeys.rename(target, name.trim().normalize('NFC'), events),
    })),
  },
  {
    fault: 'cuts what is too long, and what stands behind NUL',
    caughtBy: 'unusual values: NUL in a text is refused by a rejection, and nothing is kept',
    plant: withPasskeys((passkeys) => ({
      rename: (target, name, events) => passkeys.rename(target, (name.split('\0')[0] ?? '').slice(0, 100), events),
    })),
  },
  {
    fault: 'keeps the event of a status that was set already',
    caughtBy: 'passkeys.setStatus: what is set already is done, changes nothing and keeps no event',
    plant: (storage) =>
      withPasskeys((passkeys) => ({
        setStatus: async (target, status, events) => {
          const answer = await passkeys.setStatus(target, status, [])
          if (answer === 'done') await storage.events.append(events)
          return answer
        },
      }))(storage),
  },
  {
    fault: 'removes whoever the owner is',
    caughtBy: 'passkeys.remove: gone for another owner, keepLastActive false, and nothing has changed',
    plant: withPasskeys((passkeys) => ({
      remove: async (target, together) => passkeys.remove(await withRealOwner(passkeys, target), together),
    })),
  },
  {
    fault: 'counts what is left before it removes, instead of in one step',
    caughtBy: 'passkeys.remove: of the last two active passkeys simultaneous calls remove exactly one',
    plant: withPasskeys((passkeys) => ({
      remove: async (target, together) => {
        if (together.keepLastActive && (await countOf(passkeys, target)) < 2) return 'last'
        return passkeys.remove(target, { ...together, keepLastActive: false })
      },
    })),
  },
  {
    fault: 'takes a suspended passkey for another way in',
    caughtBy: 'passkeys.remove: last for the only active passkey, whatever is suspended beside it',
    plant: withPasskeys((passkeys) => ({
      remove: async (target, together) => {
        const count = await countOf(passkeys, target)
        return passkeys.remove(target, { ...together, keepLastActive: together.keepLastActive && count < 2 })
      },
    })),
  },
  {
    fault: 'gives a purged user the version 1 again',
    caughtBy: 'passkeys.add: takes over a tombstone at version 0 or its own, with a fresh handle',
    plant: withPasskeys((passkeys) => ({
      listByUser: async (rpId, userId) => {
        const { account, ...list } = await passkeys.listByUser(rpId, userId)
        if (account === undefined) return list
        return { ...list, account: account.purgedAt === undefined ? { ...account, version: 1 } : account }
      },
    })),
  },
  {
    fault: 'leaves the codes of a purged user',
    caughtBy: 'accounts.purge: deletes the codes of this user only',
    plant: (storage) => ({
      ...storage,
      codes: { ...storage.codes, revoke: async (id, events) => (await storage.codes.revoke(id, events), 'done') },
    }),
  },
  {
    fault: 'loses declines that are counted at once',
    caughtBy: 'accounts.recordPrompt: 20 simultaneous declines of a new user all count',
    plant: (storage) => {
      const busy = new Set<string>()
      return withAccounts((accounts) => ({
        recordPrompt: async (record) => {
          const what = busy.has(record.userId) ? 'shown' : record.what
          busy.add(record.userId)
          await turn()
          busy.delete(record.userId)
          return accounts.recordPrompt({ ...record, what })
        },
      }))(storage)
    },
  },
  {
    fault: 'writes a policy over any version',
    caughtBy: 'policies.write: of 20 simultaneous writers on one version exactly one wins',
    plant: (storage) => ({
      ...storage,
      policies: {
        ...storage.policies,
        write: async (policy, _expectedVersion, events) => {
          const stored = (await storage.policies.read([policy.scope]))[0]?.version ?? 0
          return storage.policies.write({ ...policy, version: stored + 1 }, stored, events)
        },
      },
    }),
  },
  {
    fault: 'counts only the right tries of a code',
    caughtBy: 'codes.tryRedeem: refused without a try left, even when right',
    plant: (storage) => ({
      ...storage,
      codes: {
        ...storage.codes,
        tryRedeem: async (id, hash, now) => (hash.at(-1) === 4 ? 'refused' : storage.codes.tryRedeem(id, hash, now)),
      },
    }),
  },
  {
    fault: 'claims whatever is not settled, leased or not',
    caughtBy: 'events.claim: what is leased comes back when the lease has run out',
    plant: withEvents((events) => ({ claim: (limit, _leaseMs, now) => events.claim(limit, 0, now) })),
  },
  {
    fault: 'lets later events of a user overtake',
    caughtBy: 'events.claim: of each user only the oldest unsettled',
    plant: withEvents((events) => ({
      append: (records) => events.append(records.map(({ userId: _, ...record }) => record)),
    })),
  },
  {
    fault: 'brings back what was settled',
    caughtBy: 'events.settle: what is settled never comes back',
    plant: withEvents(() => ({ settle: async () => {} })),
  },
  {
    fault: 'moves the end of a rate window with every hit',
    caughtBy: 'rates.hit: opens a window with the first hit and counts in it',
    plant: (storage) => ({
      ...storage,
      rates: {
        ...storage.rates,
        hit: async (key, windowSeconds, now) => ({
          ...(await storage.rates.hit(key, windowSeconds, now)),
          resetsAt: now + windowSeconds * 1000,
        }),
      },
    }),
  },
  {
    fault: 'forgets what was spent as soon as it has expired',
    caughtBy: 'sweep: forgets what was spent 24 hours after it expired, not before',
    plant: (storage) => ({ ...storage, sweep: (now, limit) => storage.sweep(now + 86_400_000, limit) }),
  },
  {
    fault: 'sweeps more than it was allowed',
    caughtBy: 'sweep: at most limit rows of each kind in one call',
    plant: (storage) => ({ ...storage, sweep: (now) => storage.sweep(now, 1000) }),
  },
  {
    fault: 'hands out the record that it keeps',
    caughtBy: 'copies: changing what find, listByUser and page answer changes nothing',
    plant: (storage) => {
      const kept = new Map<string, ReturnType<Passkeys['find']>>()
      return withPasskeys((passkeys) => ({
        find: (rpId, id) => {
          const found = kept.get(id) ?? passkeys.find(rpId, id)
          kept.set(id, found)
          return found
        },
      }))(storage)
    },
  },
]

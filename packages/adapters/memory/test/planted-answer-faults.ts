import type { PasskeyStorage, PasskeyTarget, RateCount, Spend } from '@latchkey/storage'
import { sampleRpId } from '@latchkey/testing'
import { type PlantedFault, withStore } from './planted-fault.js'

type Passkeys = PasskeyStorage['passkeys']

const atSample = (target: PasskeyTarget) => ({ ...target, rpId: sampleRpId })

async function atOwner(passkeys: Passkeys, target: PasskeyTarget): Promise<PasskeyTarget> {
  const found = await passkeys.find(target.rpId, target.id)
  return { ...target, userId: found?.passkey.userId ?? target.userId }
}

const asNoCode = ({ id, expiresAt }: Spend): Spend => ({ id, expiresAt })

/** Wrong answers to a single call of one of the verbs for passkeys, or of another of the smaller stores. */
export const plantedAnswerFaults: readonly PlantedFault[] = [
  {
    fault: 'counts every passkey as active',
    caughtBy: 'passkeys.add: counts a suspended passkey, but not as active',
    plant: withStore('passkeys', (passkeys) => ({
      listByUser: async (rpId, userId) => {
        const { account, ...list } = await passkeys.listByUser(rpId, userId)
        return account ? { ...list, account: { ...account, activeCount: account.passkeyCount } } : list
      },
    })),
  },
  {
    fault: 'stops one below the limit',
    caughtBy: 'passkeys.add: fills the account to the limit',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) => passkeys.add(passkey, { ...together, limit: together.limit - 1 }),
    })),
  },
  {
    fault: 'loses the events of an addition',
    caughtBy: 'passkeys.add: stores the events with the passkey',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) => passkeys.add(passkey, { ...together, events: [] }),
    })),
  },
  {
    fault: 'does not spend what has expired',
    caughtBy: 'passkeys.add: what was spent stays spent after it has expired',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) => {
        const spend = together.spend.filter(({ expiresAt }) => expiresAt > passkey.createdAt)
        return passkeys.add(passkey, { ...together, spend })
      },
    })),
  },
  {
    fault: 'uses up the code of an addition that it refuses',
    caughtBy: 'passkeys.add: a refusal uses up no code',
    plant: withStore('passkeys', (passkeys, { codes }) => ({
      add: async (passkey, together) => {
        const answer = await passkeys.add(passkey, together)
        if (answer !== 'added') for (const { id } of together.spend) await codes.revoke(id, [])
        return answer
      },
    })),
  },
  {
    fault: 'does not check whether a code still exists',
    caughtBy: 'passkeys.add: already_spent when a code was revoked, and the ceremony stays unspent',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) => passkeys.add(passkey, { ...together, spend: together.spend.map(asNoCode) }),
    })),
  },
  {
    fault: 'asks for a code of every id that is to be spent',
    caughtBy: 'passkeys.add: uses up no code if the spend is not marked as one',
    plant: withStore('passkeys', (passkeys, { codes }) => ({
      add: async (passkey, together) => {
        const answer = await passkeys.add(passkey, together)
        if (answer === 'added') for (const { id } of together.spend) await codes.revoke(id, [])
        return answer
      },
    })),
  },
  {
    fault: 'finds anything for an unknown id',
    caughtBy: 'passkeys.find: undefined for an unknown id',
    plant: withStore('passkeys', (passkeys) => ({
      find: async (rpId, id) => {
        const { items } = await passkeys.page({ rpId, limit: 1 })
        return (await passkeys.find(rpId, id)) ?? (items[0] && passkeys.find(rpId, items[0].id))
      },
    })),
  },
  {
    fault: 'names a next page behind the last',
    caughtBy: 'passkeys.page: empty without passkeys',
    plant: withStore('passkeys', (passkeys) => ({
      page: async (query) => ({ next: '', ...(await passkeys.page(query)) }),
    })),
  },
  {
    fault: 'has an account for everybody',
    caughtBy: 'passkeys.listByUser: no account and no passkeys for an unknown user',
    plant: withStore('passkeys', (passkeys) => ({
      listByUser: async (rpId, userId) =>
        Object.assign({ account: undefined }, await passkeys.listByUser(rpId, userId)),
    })),
  },
  {
    fault: 'records the use of a suspended passkey',
    caughtBy: 'passkeys.recordUse: gone for a suspended passkey',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: async (use) => {
        await passkeys.setStatus(use, { scope: 'environment', status: 'active' }, [])
        return passkeys.recordUse(use)
      },
    })),
  },
  {
    fault: 'renames nothing and says done',
    caughtBy: 'passkeys.rename: gone for an unknown id, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      rename: async (...call) => {
        await passkeys.rename(...call)
        return 'done'
      },
    })),
  },
  {
    fault: 'renames at any relying party',
    caughtBy: 'passkeys.rename: gone for another relying party, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      rename: (target, name, events) => passkeys.rename(atSample(target), name, events),
    })),
  },
  {
    fault: 'sets the status of nothing and says done',
    caughtBy: 'passkeys.setStatus: gone for an unknown id, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      setStatus: async (...call) => {
        await passkeys.setStatus(...call)
        return 'done'
      },
    })),
  },
  {
    fault: 'sets the status whatever the owner',
    caughtBy: 'passkeys.setStatus: gone for another owner, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      setStatus: async (target, status, events) => passkeys.setStatus(await atOwner(passkeys, target), status, events),
    })),
  },
  {
    fault: 'sets the status at any relying party',
    caughtBy: 'passkeys.setStatus: gone for another relying party, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      setStatus: (target, status, events) => passkeys.setStatus(atSample(target), status, events),
    })),
  },
  {
    fault: 'removes nothing and says removed',
    caughtBy: 'passkeys.remove: gone for an unknown id, keepLastActive false, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      remove: async (...call) => {
        const answer = await passkeys.remove(...call)
        return answer === 'gone' ? 'removed' : answer
      },
    })),
  },
  {
    fault: 'removes at any relying party',
    caughtBy: 'passkeys.remove: gone for another relying party, keepLastActive false, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      remove: (target, together) => passkeys.remove(atSample(target), together),
    })),
  },
  {
    fault: 'says of a removed passkey again that it was removed',
    caughtBy: 'passkeys.remove: the second removal of one passkey is gone',
    plant: (storage) => {
      const removed = new Set<string>()
      return withStore('passkeys', (passkeys) => ({
        remove: async (target, together) => {
          const answer = await passkeys.remove(target, together)
          if (answer === 'removed') removed.add(target.id)
          return removed.has(target.id) ? 'removed' : answer
        },
      }))(storage)
    },
  },
  {
    fault: 'hands out the rate that it keeps',
    caughtBy: 'copies: changing a rate that was returned changes nothing',
    plant: (storage) => {
      const kept = new Map<string, RateCount>()
      return withStore('rates', (rates) => ({
        hit: async (key, windowSeconds, now) => {
          const counted = await rates.hit(key, windowSeconds, now)
          kept.set(key, counted)
          return counted
        },
        read: async (key, now) => kept.get(key) ?? rates.read(key, now),
      }))(storage)
    },
  },
  {
    fault: 'says nothing of kinds of which it swept none',
    caughtBy: 'sweep: deletes nothing from an empty storage',
    plant: (storage) => ({
      ...storage,
      sweep: async (now, limit) => {
        const { spent, ...counts } = await storage.sweep(now, limit)
        return { ...counts, spent: spent || Number.NaN }
      },
    }),
  },
  {
    fault: 'pages only accounts that have passkeys',
    caughtBy: 'accounts.page: the stored accounts, with passkeys and without, tombstones too',
    plant: withStore('accounts', (accounts) => ({
      page: async (query) => {
        const { items, ...rest } = await accounts.page(query)
        return { ...rest, items: items.filter(({ passkeyCount }) => passkeyCount > 0) }
      },
    })),
  },
  {
    fault: 'pages accounts without their tombstones',
    caughtBy: 'accounts.page: the stored accounts, with passkeys and without, tombstones too',
    plant: withStore('accounts', (accounts) => ({
      page: async (query) => {
        const { items, ...rest } = await accounts.page(query)
        return { ...rest, items: items.filter(({ purgedAt }) => purgedAt === undefined) }
      },
    })),
  },
  {
    fault: 'begins every page of accounts with the last of the page before',
    caughtBy: 'accounts.page: walks all accounts of a relying party once',
    plant: withStore('accounts', (accounts) => ({
      page: async (query) => {
        const { items, ...rest } = await accounts.page(query)
        const again = (await accounts.page({ ...query, after: '' })).items.filter(
          ({ userId }) => userId === query.after,
        )
        return { ...rest, items: [...again, ...items].slice(0, query.limit) }
      },
    })),
  },
  {
    fault: 'names a next page behind the last account',
    caughtBy: 'accounts.page: empty without accounts',
    plant: withStore('accounts', (accounts) => ({
      page: async (query) => ({ next: '', ...(await accounts.page(query)) }),
    })),
  },
  {
    fault: 'takes any limit of a page of accounts',
    caughtBy: 'accounts.page: rejects a limit that is not a whole number from 1 to 1000',
    plant: withStore('accounts', (accounts) => ({
      page: (query) => accounts.page({ ...query, limit: Math.min(Math.max(Math.trunc(query.limit) || 1, 1), 1000) }),
    })),
  },
]

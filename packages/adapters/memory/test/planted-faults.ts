import { setImmediate as turn } from 'node:timers/promises'
import type { CodeRecord, PasskeyStorage, Spend } from '@latchkey/storage'
import { type PlantedFault, withStore } from './planted-fault.js'

type Passkeys = PasskeyStorage['passkeys']

/** Faults of the stores beside that of the passkeys, and of what goes through several. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    fault: 'gives a purged user the version 1 again',
    caughtBy: 'passkeys.add: takes over a tombstone at its own version, with a fresh handle',
    plant: withStore('passkeys', (passkeys) => ({
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
    plant: (storage) => {
      const created: CodeRecord[] = []
      const codes: PasskeyStorage['codes'] = {
        ...storage.codes,
        create: async (records, events) => {
          await storage.codes.create(records, events)
          created.push(...records)
        },
      }
      return withStore('accounts', (accounts) => ({
        purge: async (target, tell) => {
          const account = await accounts.purge(target, tell)
          const deleted = created.filter(({ rpId, userId }) => rpId === target.rpId && userId === target.userId)
          await storage.codes.create(deleted, [])
          return account
        },
      }))({ ...storage, codes })
    },
  },
  {
    fault: 'loses declines that are counted at once',
    caughtBy: 'accounts.recordPrompt: 20 simultaneous declines of a new user all count',
    plant: (storage) => {
      const busy = new Set<string>()
      return withStore('accounts', (accounts) => ({
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
    fault: 'moves a time of grace',
    caughtBy: 'accounts.recordPrompt: the first time of grace stays, whatever follows but a purge',
    plant: withStore('accounts', (accounts) => ({
      recordPrompt: async (record) => {
        const account = await accounts.recordPrompt(record)
        return record.graceUntil === undefined ? account : { ...account, graceUntil: record.graceUntil }
      },
    })),
  },
  {
    fault: 'writes a policy over any version',
    caughtBy: 'policies.write: version_conflict when another version is stored, and nothing has changed',
    plant: (storage) => ({
      ...storage,
      policies: {
        ...storage.policies,
        write: async (policy, _expectedVersion, events) => {
          const stored = (await storage.policies.read(policy.rpId, [policy.scope]))[0]?.version ?? 0
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
    caughtBy: 'events.claim: a leased event can be claimed when the lease has expired',
    plant: withStore('events', (events) => ({ claim: (limit, _leaseMs, now) => events.claim(limit, 0, now) })),
  },
  {
    fault: 'lets later events of a user overtake',
    caughtBy: 'events.claim: of each user only the oldest unsettled',
    plant: withStore('events', (events) => ({
      append: (records) => events.append(records.map(({ userId: _, ...record }) => record)),
    })),
  },
  {
    fault: 'brings back what was settled',
    caughtBy: 'events.acknowledge: a settled event is never claimed again',
    plant: withStore('events', () => ({ acknowledge: async () => {} })),
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
    fault: 'lets windows begin at round times',
    caughtBy: 'rates.hit: opens a window with the first hit and counts in it',
    plant: withStore('rates', (rates) => ({
      hit: (key, windowSeconds, now) => rates.hit(key, windowSeconds, now - (now % (windowSeconds * 1000))),
    })),
  },
  {
    fault: 'leaves a window open that a wrong clock has opened',
    caughtBy: 'rates.hit: a window that a clock far ahead has opened is not open by a clock that is right',
    plant: withStore('rates', (rates) => ({
      hit: async (key, windowSeconds, now) => {
        const { count, resetsAt } = await rates.read(key, now)
        return rates.hit(key, count === 0 ? windowSeconds : (resetsAt - now) / 1000, now)
      },
    })),
  },
  {
    fault: 'takes a clock that is a minute behind for wrong',
    caughtBy: 'rates.hit: clocks a minute apart count in one window, and further apart they do not',
    plant: withStore('rates', (rates) => ({
      hit: async (key, windowSeconds, now) => {
        const { resetsAt } = await rates.read(key, now)
        if (resetsAt > now + windowSeconds * 1000) await rates.reset(key)
        return rates.hit(key, windowSeconds, now)
      },
    })),
  },
  {
    fault: 'gives a window the length of its last hit',
    caughtBy: 'rates.hit: a window keeps the length it was opened with',
    plant: (storage) => {
      const opened = new Map<string, number>()
      return withStore('rates', (rates) => ({
        hit: async (key, windowSeconds, now) => {
          const { count, resetsAt } = await rates.hit(key, windowSeconds, now)
          if (count === 1) opened.set(key, now)
          return { count, resetsAt: count === 1 ? resetsAt : (opened.get(key) ?? now) + windowSeconds * 1000 }
        },
      }))(storage)
    },
  },
  {
    fault: 'forgets what was spent as soon as it has expired',
    caughtBy: 'sweep: deletes what was spent 24 hours after it expired, not before',
    plant: (storage) => ({ ...storage, sweep: (now, limit) => storage.sweep(now + 86_400_000, limit) }),
  },
  {
    fault: 'lets a ceremony finish again whose id a sweep has deleted',
    caughtBy: 'sweep: what it has deleted stays spent, and so does all that expires no later',
    plant: (storage) => {
      let ahead = 0
      const moved = (spend: Spend) => ({ ...spend, expiresAt: spend.expiresAt + ahead })
      const { passkeys, sweep } = storage
      return {
        ...storage,
        passkeys: {
          ...passkeys,
          add: (passkey, together) => passkeys.add(passkey, { ...together, spend: together.spend.map(moved) }),
          recordUse: (use) => passkeys.recordUse({ ...use, spend: moved(use.spend) }),
        },
        sweep: async (now, limit) => {
          const counts = await sweep(now + ahead, limit)
          ahead += 1000 * 86_400_000
          return counts
        },
      }
    },
  },
  {
    fault: 'takes a code for forgotten, as if it were a ceremony',
    caughtBy: 'sweep: a code that expired before what was deleted can still be used up',
    plant: (storage) => {
      let forgottenUntil = 0
      const { passkeys, sweep } = storage
      return {
        ...storage,
        passkeys: {
          ...passkeys,
          add: async (passkey, together) =>
            together.spend.some(({ expiresAt }) => expiresAt <= forgottenUntil)
              ? 'already_spent'
              : passkeys.add(passkey, together),
        },
        sweep: async (now, limit, options) => {
          forgottenUntil = 1
          return sweep(now, limit, options)
        },
      }
    },
  },
  {
    fault: 'sweeps more than it was allowed',
    caughtBy: 'sweep: at most limit rows of each kind in one call',
    plant: (storage) => ({ ...storage, sweep: (now) => storage.sweep(now, 1000) }),
  },
  {
    fault: 'takes a limit below 0 for none, as some databases do, where it sweeps',
    caughtBy: 'sweep: rejects a limit that is not a whole number from 0 on, and deletes nothing',
    plant: (storage) => ({ ...storage, sweep: (now, limit) => storage.sweep(now, limit < 0 ? 1000 : limit) }),
  },
  {
    fault: 'takes a limit below 0 for none, as some databases do, where it claims',
    caughtBy: 'events.claim: rejects a limit that is not a whole number from 0 on, and leases none',
    plant: withStore('events', (events) => ({
      claim: (limit, leaseMs, now) => events.claim(limit < 0 ? 1000 : limit, leaseMs, now),
    })),
  },
  {
    fault: 'hands out the record that it keeps',
    caughtBy: 'copies: changing the results of find, listByUser and page changes nothing',
    plant: (storage) => {
      const kept = new Map<string, ReturnType<Passkeys['find']>>()
      return withStore('passkeys', (passkeys) => ({
        find: (rpId, id) => {
          const found = kept.get(id) ?? passkeys.find(rpId, id)
          kept.set(id, found)
          return found
        },
      }))(storage)
    },
  },
]

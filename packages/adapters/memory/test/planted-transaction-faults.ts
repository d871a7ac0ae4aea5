import { setImmediate as turn } from 'node:timers/promises'
import { memoryStorage } from '@latchkey/memory'
import type { EventRecord, PasskeyStorage, UserPasskeys } from '@latchkey/storage'
import { type PlantedFault, withEveryVerb, withStore } from './planted-fault.js'

type Passkeys = PasskeyStorage['passkeys']
type Add = Passkeys['add']

/** Offers `createUser`, in this way, and says so. */
function hosting(host: (add: Add, ...call: Parameters<Add>) => ReturnType<Add>) {
  const plant = withStore('passkeys', (passkeys) => ({
    add: (passkey, together) =>
      together.createUser === undefined ? passkeys.add(passkey, together) : host(passkeys.add, passkey, together),
  }))
  return (storage: PasskeyStorage): PasskeyStorage => ({ ...plant(storage), sharesTransaction: true })
}

/** Marks itself as busy while it waits a turn; a call that comes meanwhile calls `refuse`. */
function failingWhenBusy<Answer>(refuse: () => Answer) {
  let busy = 0
  return async (call: () => Promise<Answer>): Promise<Answer> => {
    busy++
    await turn()
    const answer = busy > 1 ? refuse() : await call()
    busy--
    return answer
  }
}

/** All events among what a verb is handed. */
function eventsAmong(values: readonly unknown[]): readonly EventRecord[] {
  return values.flatMap((value) => {
    if (isEvent(value)) return [value]
    if (Array.isArray(value)) return eventsAmong(value)
    return typeof value === 'object' && value !== null && 'events' in value ? eventsAmong([value.events]) : []
  })
}

function isEvent(value: unknown): value is EventRecord {
  return typeof value === 'object' && value !== null && 'actor' in value
}

/** What happens when that which belongs together is done in several steps, or in none. */
export const plantedTransactionFaults: readonly PlantedFault[] = [
  {
    fault: 'keeps the events of a new name after it, in a step of their own',
    caughtBy: 'passkeys.rename: rejects an event whose id is stored already, and its change is undone',
    plant: withStore('passkeys', (passkeys, { events: outbox }) => ({
      rename: async (target, name, events) => {
        const answer = await passkeys.rename(target, name, [])
        if (answer === 'done') await outbox.append(events)
        return answer
      },
    })),
  },
  {
    fault: 'asks whether the ids of events are taken before it judges anything',
    caughtBy: 'passkeys.remove: gone without a change, also where the ids of its events are taken',
    plant: (storage) => {
      const { events: ids } = memoryStorage()
      const askFirst = withEveryVerb(async (verb, values) => {
        await ids.append(eventsAmong(values))
        return verb(...values)
      })
      return askFirst(storage)
    },
  },
  {
    fault: 'passes over events that are stored already',
    caughtBy: 'passkeys.recordUse: rejects events of which two have one id, and its change is undone',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: (use) => {
        const events = new Map(use.events.map((event) => [event.id, event]))
        return passkeys.recordUse({ ...use, events: [...events.values()] })
      },
    })),
  },
  {
    fault: 'loses the events of a use',
    caughtBy: 'passkeys.recordUse: stores the events with the use',
    plant: withStore('passkeys', (passkeys) => ({ recordUse: (use) => passkeys.recordUse({ ...use, events: [] }) })),
  },
  {
    fault: 'makes the account before it sees that the id is taken',
    caughtBy: 'passkeys.add: duplicate when another user has this id, and no account is left behind',
    plant: withStore('passkeys', (passkeys, { accounts }) => ({
      add: async (passkey, together) => {
        const answer = await passkeys.add(passkey, together)
        const { rpId, userId, userHandle, createdAt: at } = passkey
        if (answer === 'duplicate')
          await accounts.recordPrompt({ rpId, userId, userHandle, at, what: 'cleared', events: [] })
        return answer
      },
    })),
  },
  {
    fault: 'reads passkeys and account one after the other',
    caughtBy: 'passkeys.listByUser: while 10 add simultaneously, 20 readers see as many passkeys as the account counts',
    plant: (storage) => {
      const underWay = new Set<Promise<unknown>>()
      return withStore('passkeys', (passkeys) => ({
        add: (passkey, together) => {
          const adding = passkeys.add(passkey, together).finally(() => underWay.delete(adding))
          underWay.add(adding)
          return adding
        },
        listByUser: async (rpId, userId) => {
          const { passkeys: listed } = await passkeys.listByUser(rpId, userId)
          if (underWay.size > 0) await Promise.race(underWay)
          return { ...(await passkeys.listByUser(rpId, userId)), passkeys: listed }
        },
      }))(storage)
    },
  },
  {
    fault: 'reads from a replica that is one read behind',
    caughtBy: 'passkeys.recordUse: counts the sign-in and sets what the change says',
    plant: (storage) => {
      const replica = new Map<string, UserPasskeys>()
      return withStore('passkeys', (passkeys) => ({
        listByUser: async (rpId, userId) => {
          const behind = replica.get(userId)
          const now = await passkeys.listByUser(rpId, userId)
          replica.set(userId, now)
          return behind ?? now
        },
        find: async (rpId, id) => {
          const found = await passkeys.find(rpId, id)
          const behind = replica.get(found?.passkey.userId ?? '')?.passkeys.find((passkey) => passkey.id === id)
          return found && behind ? { ...found, passkey: behind } : undefined
        },
      }))(storage)
    },
  },
  {
    fault: 'takes a deadlock for a passkey that is gone',
    caughtBy: 'passkeys.recordUse: 20 simultaneous ceremonies that do not count are all recorded',
    plant: (storage) => {
      const unlessBusy = failingWhenBusy<'gone' | Awaited<ReturnType<Passkeys['recordUse']>>>(() => 'gone')
      return withStore('passkeys', (passkeys) => ({
        recordUse: (use) => unlessBusy(() => passkeys.recordUse(use)),
      }))(storage)
    },
  },
  {
    fault: 'passes a deadlock on to its caller',
    caughtBy: 'passkeys and accounts: 40 simultaneous calls of all kinds are answered, and the counts are the passkeys',
    plant: (storage) => {
      const unlessBusy = failingWhenBusy<Awaited<ReturnType<Passkeys['remove']>>>(() => {
        throw new Error('deadlock detected')
      })
      return withStore('passkeys', (passkeys) => ({
        remove: (target, together) => unlessBusy(() => passkeys.remove(target, together)),
      }))(storage)
    },
  },
  {
    fault: 'sweeps what was spent by when it was spent',
    caughtBy: 'sweep: a ceremony counts from when it expires, not from when it was spent',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: (use) =>
        passkeys.recordUse({
          ...use,
          spend: { ...use.spend, expiresAt: Math.min(use.spend.expiresAt, use.change.lastUsedAt) },
        }),
    })),
  },
  {
    fault: 'gives simultaneous callers the same events',
    caughtBy: 'events.claim: 20 simultaneous callers never get the same event',
    plant: (storage) => {
      let underWay: ReturnType<PasskeyStorage['events']['claim']> | undefined
      return withStore('events', (events) => ({
        claim: async (limit, leaseMs, now) => {
          underWay ??= events.claim(limit, leaseMs, now)
          const claimed = await underWay
          underWay = undefined
          return claimed
        },
      }))(storage)
    },
  },
  {
    fault: 'settles only what is still leased',
    caughtBy: 'events.acknowledge: settles what was claimed although the lease has expired',
    plant: (storage) => {
      const leases = new Map<string, number>()
      return withStore('events', (events) => ({
        claim: async (limit, leaseMs, now) => {
          const claimed = await events.claim(limit, leaseMs, now)
          for (const { id } of claimed) leases.set(id, now + leaseMs)
          return claimed
        },
        acknowledge: (ids, now) =>
          events.acknowledge(
            ids.filter((id) => (leases.get(id) ?? 0) > now),
            now,
          ),
      }))(storage)
    },
  },
  {
    fault: 'says that it shares a transaction, and rejects createUser',
    caughtBy: 'passkeys.add: calls createUser once and adds where sharesTransaction says so, else rejects',
    plant: (storage) => ({ ...storage, sharesTransaction: true }),
  },
  {
    fault: 'calls createUser twice',
    caughtBy: 'passkeys.add: calls createUser once and adds where sharesTransaction says so, else rejects',
    plant: hosting(async (add, passkey, { createUser, ...together }) => {
      await createUser?.(undefined)
      await createUser?.(undefined)
      return add(passkey, together)
    }),
  },
  {
    fault: 'swallows the rejection of createUser',
    caughtBy: 'passkeys.add: when createUser rejects, everything is undone and the rejection passes through',
    plant: hosting(async (add, passkey, { createUser, ...together }) => {
      await createUser?.(undefined).catch(() => {})
      return add(passkey, together)
    }),
  },
  {
    fault: 'puts an error of its own in the place of that of createUser',
    caughtBy: 'passkeys.add: when createUser rejects, everything is undone and the rejection passes through',
    plant: hosting(async (add, passkey, { createUser, ...together }) => {
      await createUser?.(undefined).catch((cause: unknown) => {
        throw new Error('The transaction failed.', { cause })
      })
      return add(passkey, together)
    }),
  },
  {
    fault: 'calls createUser before it judges',
    caughtBy: 'passkeys.add: does not call createUser when it returns duplicate',
    plant: hosting(async (add, passkey, { createUser, ...together }) => {
      await createUser?.(undefined)
      return add(passkey, together)
    }),
  },
]

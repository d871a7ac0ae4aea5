import type { PasskeyStorage } from '@latchkey/storage'
import { sampleRpId } from '@latchkey/testing'
import { type PlantedFault, withStore } from './planted-fault.js'

/** A call while another call is under way gets the result of that one. */
function sharing<Answer>() {
  let underWay: Promise<Answer> | undefined
  return async (call: () => Promise<Answer>): Promise<Answer> => {
    underWay ??= call()
    const answer = await underWay
    underWay = undefined
    return answer
  }
}

/** As a statement does that has no values to insert. */
function rejectEmpty(list: readonly unknown[]): void {
  if (list.length === 0) throw new SyntaxError('syntax error at end of input')
}

/** Faults of the stores of codes and of events. */
export const plantedCodeAndEventFaults: readonly PlantedFault[] = [
  {
    fault: 'rejects a list without codes',
    caughtBy: 'codes.create: no codes and no events is no change',
    plant: withStore('codes', (codes) => ({
      create: async (records, events) => {
        rejectEmpty(records)
        return codes.create(records, events)
      },
    })),
  },
  {
    fault: 'keeps the first of two codes with one id',
    caughtBy: 'codes.create: rejects an id that is named twice, and stores neither',
    plant: withStore('codes', (codes) => ({
      create: (records, events) => {
        const first = new Map(records.toReversed().map((record) => [record.id, record]))
        return codes.create([...first.values()], events)
      },
    })),
  },
  {
    fault: 'passes over codes that are stored already',
    caughtBy: 'codes.create: of 20 simultaneous calls with one id exactly one stores its codes',
    plant: withStore('codes', (codes) => ({
      create: (records, events) => codes.create(records, events).catch(() => {}),
    })),
  },
  {
    fault: 'compares as much of a hash as it keeps',
    caughtBy: 'codes.tryRedeem: refused for the beginning of the hash, more than the hash, and nothing',
    plant: withStore('codes', (codes) => ({
      tryRedeem: (id, hash, now) => codes.tryRedeem(id, hash.slice(0, 3), now),
    })),
  },
  {
    fault: 'redeems a code at the instant at which it expires',
    caughtBy: 'codes.tryRedeem: valid until it expires, refused from that instant',
    plant: withStore('codes', (codes) => ({ tryRedeem: (id, hash, now) => codes.tryRedeem(id, hash, now - 1) })),
  },
  {
    fault: 'forgets that a code was used before it was stored',
    caughtBy: 'codes.tryRedeem: refused when used, or unknown',
    plant: withStore('codes', (codes) => ({
      create: (records, events) =>
        codes.create(
          records.map(({ usedAt: _, ...record }) => record),
          events,
        ),
    })),
  },
  {
    fault: 'gives simultaneous tries the answer of one',
    caughtBy: 'codes.tryRedeem: of 20 simultaneous right hashes exactly as many succeed as there are redemptions',
    plant: (storage) => {
      const share = sharing<Awaited<ReturnType<PasskeyStorage['codes']['tryRedeem']>>>()
      return withStore('codes', (codes) => ({
        tryRedeem: (id, hash, now) => share(() => codes.tryRedeem(id, hash, now)),
      }))(storage)
    },
  },
  {
    fault: 'counts a right code as a try',
    caughtBy: 'codes.tryRedeem: takes a redemption each time and no try, and may be repeated',
    plant: withStore('codes', (codes) => ({
      tryRedeem: async (id, hash, now) => {
        const answer = await codes.tryRedeem(id, hash, now)
        await codes.tryRedeem(id, new Uint8Array(), now)
        return answer
      },
    })),
  },
  {
    fault: 'lets a right code be redeemed any number of times',
    caughtBy: 'codes.tryRedeem: refused without a redemption left, and changes nothing',
    plant: withStore('codes', (codes) => ({
      create: (records, events) =>
        codes.create(
          records.map((record) => ({ ...record, redemptionsLeft: 1000 })),
          events,
        ),
    })),
  },
  {
    fault: 'gives each simultaneous right code a try of its own',
    caughtBy: 'codes.tryRedeem: 20 simultaneous right hashes leave every try',
    plant: withStore('codes', (codes) => ({
      create: (records, events) =>
        codes.create(
          records.map((record) => ({ ...record, redemptionsLeft: Math.min(record.redemptionsLeft, record.triesLeft) })),
          events,
        ),
    })),
  },
  {
    fault: 'counts tries of a code that has ended',
    caughtBy: 'codes.tryRedeem: a code that has expired or is used counts no try',
    plant: withStore('codes', (codes) => ({
      list: async (...set) => (await codes.list(...set)).map((code) => ({ ...code, triesLeft: code.triesLeft - 1 })),
    })),
  },
  {
    fault: 'lists the codes of every purpose',
    caughtBy: 'codes.list: every field of every code of the set, and of no other',
    plant: withStore('codes', (codes) => ({
      list: async (rpId, userId) => {
        const sets = (['invitation', 'recovery', 'otp'] as const).map((purpose) => codes.list(rpId, userId, purpose))
        return (await Promise.all(sets)).flat()
      },
    })),
  },
  {
    fault: 'rejects the listing of a user without codes',
    caughtBy: 'codes.list: empty for a user without codes',
    plant: withStore('codes', (codes) => ({
      list: async (...set) => {
        const listed = await codes.list(...set)
        rejectEmpty(listed)
        return listed
      },
    })),
  },
  {
    fault: 'lists the newest code first',
    caughtBy: 'codes.list: oldest first, equal times by the bytes of the id',
    plant: withStore('codes', (codes) => ({ list: async (...set) => [...(await codes.list(...set))].reverse() })),
  },
  {
    fault: 'lists only codes that can be redeemed',
    caughtBy: 'codes.list: used codes, expired ones and those without a try left are in it',
    plant: withStore('codes', (codes) => ({
      list: async (...set) => (await codes.list(...set)).filter(({ usedAt }) => usedAt === undefined),
    })),
  },
  {
    fault: 'adds a set to the one that is stored',
    caughtBy: 'codes.replaceSet: these and no others, whatever the state of those before, with its events',
    plant: withStore('codes', (codes) => ({
      replaceSet: async (_rpId, _userId, _purpose, records, events) => {
        await codes.create(records, events)
        return 'replaced'
      },
    })),
  },
  {
    fault: 'deletes a set before it knows that it can store the next one',
    caughtBy: 'codes.replaceSet: rejects an id that another set has, and the set stays',
    plant: withStore('codes', (codes) => ({
      replaceSet: async (rpId, userId, purpose, records, events) => {
        await codes.replaceSet(rpId, userId, purpose, [], [])
        await codes.create(records, events)
        return 'replaced'
      },
    })),
  },
  {
    fault: 'stores the first of two codes of a set with one id',
    caughtBy: 'codes.replaceSet: rejects an id that is named twice, and the set stays',
    plant: withStore('codes', (codes) => ({
      replaceSet: (rpId, userId, purpose, records, events) => {
        const first = new Map(records.toReversed().map((record) => [record.id, record]))
        return codes.replaceSet(rpId, userId, purpose, [...first.values()], events)
      },
    })),
  },
  {
    fault: 'rejects a set without codes',
    caughtBy: 'codes.replaceSet: a first set, the same set again, and none',
    plant: withStore('codes', (codes) => ({
      replaceSet: async (rpId, userId, purpose, records, events) => {
        rejectEmpty(records)
        return codes.replaceSet(rpId, userId, purpose, records, events)
      },
    })),
  },
  {
    fault: 'deletes what it saw of a set, and stores the next one a moment later',
    caughtBy: 'codes.replaceSet: after 20 simultaneous calls the set of one is stored, whole',
    plant: withStore('codes', (codes) => ({
      replaceSet: async (rpId, userId, purpose, records, events) => {
        for (const { id } of await codes.list(rpId, userId, purpose)) await codes.revoke(id, [])
        await codes.create(records, events)
        return 'replaced'
      },
    })),
  },
  {
    fault: 'loses the events of a revocation',
    caughtBy: 'codes.revoke: deletes the code, with its events',
    plant: withStore('codes', (codes) => ({ revoke: (id) => codes.revoke(id, []) })),
  },
  {
    fault: 'keeps the events of a revocation of nothing',
    caughtBy: 'codes.revoke: gone if there is none, and stores no event',
    plant: withStore('codes', (codes, { events: outbox }) => ({
      revoke: async (id, events) => {
        const answer = await codes.revoke(id, [])
        await outbox.append(events)
        return answer
      },
    })),
  },
  {
    fault: 'revokes only what could be redeemed',
    caughtBy: 'codes.revoke: deletes a code that was used, and one without a try left',
    plant: withStore('codes', (codes) => ({
      create: (records, events) =>
        codes.create(
          records.filter(({ usedAt }) => usedAt === undefined),
          events,
        ),
    })),
  },
  {
    fault: 'says done to everybody who revokes at once',
    caughtBy: 'codes.revoke: of 20 simultaneous calls exactly one is done',
    plant: (storage) => {
      const share = sharing<'done' | 'gone'>()
      return withStore('codes', (codes) => ({ revoke: (id, events) => share(() => codes.revoke(id, events)) }))(storage)
    },
  },
  {
    fault: 'rejects a list without events',
    caughtBy: 'events.append: nothing is no change',
    plant: withStore('events', (events) => ({
      append: async (records) => {
        rejectEmpty(records)
        return events.append(records)
      },
    })),
  },
  {
    fault: 'stores the events before one that is stored already',
    caughtBy: 'events.append: rejects an id that is stored, and stores none of the others',
    plant: withStore('events', (events) => ({
      append: async (records) => {
        for (const record of records) await events.append([record])
      },
    })),
  },
  {
    fault: 'passes over events that are appended already',
    caughtBy: 'events.append: of 20 simultaneous calls with one id exactly one stores its events',
    plant: withStore('events', (events) => ({ append: (records) => events.append(records).catch(() => {}) })),
  },
  {
    fault: 'takes a limit of 0 for none',
    caughtBy: 'events.claim: none with limit 0, and none are leased',
    plant: withStore('events', (events) => ({
      claim: (limit, leaseMs, now) => events.claim(limit || 1000, leaseMs, now),
    })),
  },
  {
    fault: 'lets users of two relying parties wait for each other',
    caughtBy: 'events.claim: users of two relying parties do not wait for each other',
    plant: withStore('events', (events) => ({
      append: (records) => events.append(records.map((record) => ({ ...record, rpId: sampleRpId }))),
    })),
  },
  {
    fault: 'pages what is unsettled only',
    caughtBy: 'events.page: settled or not, leased or not, and reading leases nothing',
    plant: (storage) => {
      const settled = new Set<string>()
      return withStore('events', (events) => ({
        acknowledge: async (ids, now) => {
          for (const id of ids) settled.add(id)
          await events.acknowledge(ids, now)
        },
        page: async (query) => {
          const { items, ...rest } = await events.page(query)
          return { items: items.filter(({ id }) => !settled.has(id)), ...rest }
        },
      }))(storage)
    },
  },
  {
    fault: 'pages the events of all organizations',
    caughtBy: 'events.page: of an organization, those of no other and of none left out',
    plant: withStore('events', (events) => ({
      page: ({ organizationId: _, ...query }) => events.page(query),
    })),
  },
  {
    fault: 'pages events to the end, whatever they are to be below',
    caughtBy: 'events.page: above one id and below another, which need not be stored, and are exclusive',
    plant: withStore('events', (events) => ({ page: ({ before: _, ...query }) => events.page(query) })),
  },
  {
    fault: 'pages at most 100 events at a time',
    caughtBy: 'events.page: 10,000 events, a thousand at a time',
    plant: withStore('events', (events) => ({
      page: (query) => events.page({ ...query, limit: Math.min(query.limit, 100) || query.limit }),
    })),
  },
  {
    fault: 'sweeps codes that have no try left',
    caughtBy: 'sweep: leaves codes without a try left, and leased events',
    plant: withStore('codes', (codes) => ({
      create: (records, events) =>
        codes.create(
          records.map((record) => (record.triesLeft === 0 ? { ...record, expiresAt: 0 } : record)),
          events,
        ),
    })),
  },
  {
    fault: 'replaces a set without looking at what was added',
    caughtBy: 'codes.replaceSet: changed while a passkey was added that the caller has not seen',
    plant: withStore('codes', (codes) => ({
      replaceSet: (rpId, userId, purpose, records, events) => codes.replaceSet(rpId, userId, purpose, records, events),
    })),
  },
]

import { type PlantedFault, withEveryAnswer, withEveryArgument, withStore } from './planted-fault.js'

const isTime = (field: string) => /At$|^at$/.test(field)
const lastOf32Bits = (2 ** 31 - 1) * 1000

/** What columns and drivers do to numbers, bytes, and what is absent. */
export const plantedValueFaults: readonly PlantedFault[] = [
  {
    fault: 'answers large numbers as their digits',
    caughtBy: 'passkeys.add: creates the account of a first passkey',
    plant: withEveryAnswer((value, field) => (field === 'createdAt' ? String(value) : value)),
  },
  {
    fault: 'answers large numbers as bigint',
    caughtBy: 'events.append: stores events with every field, and data unchanged',
    plant: withEveryAnswer((value, field) => (field === 'at' ? BigInt(Number(value)) : value)),
  },
  {
    fault: 'keeps times in 32 bits of seconds',
    caughtBy: 'unusual values: times past 2038 in every record, and the very first',
    plant: withEveryAnswer((value, field) =>
      typeof value === 'number' && isTime(field) ? Math.min(value, lastOf32Bits) : value,
    ),
  },
  {
    fault: 'keeps times in whole seconds',
    caughtBy: 'passkeys.recordUse: counts the sign-in and sets what the change says',
    plant: withEveryAnswer((value, field) =>
      typeof value === 'number' && isTime(field) ? Math.floor(value / 1000) * 1000 : value,
    ),
  },
  {
    fault: 'takes the first instant of 1970 for no time',
    caughtBy: 'unusual values: times past 2038 in every record, and the very first',
    plant: withEveryAnswer((value, field) => (value === 0 && isTime(field) ? undefined : value)),
  },
  {
    fault: 'keeps sign counts in 31 bits',
    caughtBy: 'unusual values: the highest sign count, and dates past 2038',
    plant: withEveryArgument((value, field) => (field === 'signCount' ? Math.min(Number(value), 2 ** 31 - 1) : value)),
  },
  {
    fault: 'answers bytes as a Buffer',
    caughtBy: 'passkeys.add: stores the passkey with every field',
    plant: withEveryAnswer((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
  },
  {
    fault: 'answers bytes as a view on the whole row',
    caughtBy: 'copies: bytes are returned as a plain Uint8Array over a buffer of their own',
    plant: withEveryAnswer((value) => {
      if (!(value instanceof Uint8Array)) return value
      const row = new Uint8Array(value.length + 100)
      row.set(value, 50)
      return row.subarray(50, 50 + value.length)
    }),
  },
  {
    fault: 'keeps the buffer that bytes are a view on',
    caughtBy: 'unusual values: every byte, none, many, and a view into a longer buffer',
    plant: withEveryArgument((value) => (value instanceof Uint8Array ? new Uint8Array(value.buffer) : value)),
  },
  {
    fault: 'answers undefined for what is absent',
    caughtBy: 'passkeys.add: stores the passkey without the fields that may be absent',
    plant: withStore('passkeys', (passkeys) => ({
      find: async (rpId, id) => {
        const found = await passkeys.find(rpId, id)
        if (found === undefined) return undefined
        const absent = { discoverable: undefined, enrolledBy: undefined }
        return { ...found, passkey: Object.assign(absent, found.passkey) }
      },
    })),
  },
  {
    fault: 'answers 0 and 1 for no and yes',
    caughtBy: 'passkeys.add: stores the passkey without the fields that may be absent',
    plant: withEveryAnswer((value) => (typeof value === 'boolean' ? Number(value) : value)),
  },
  {
    fault: 'drops NUL from the data of events',
    caughtBy: 'events.append: stores events with every field, and data unchanged',
    plant: withEveryArgument((value, field) =>
      field === 'text' && typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ),
  },
  {
    fault: 'cuts policies at 64 kB',
    caughtBy: 'longest values: a policy of 200 kB',
    plant: withStore('policies', (policies) => ({
      write: (policy, expectedVersion, events) => {
        if (JSON.stringify(policy.policy).length < 65_536) return policies.write(policy, expectedVersion, events)
        return policies.write({ ...policy, policy: {} }, expectedVersion, events)
      },
    })),
  },
  {
    fault: 'sorts the spends it is handed in place',
    caughtBy: 'copies: arguments may be frozen, and are returned unchanged',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) => {
        Object.assign(together, { spend: together.spend.toSorted((one, other) => (one.id < other.id ? -1 : 1)) })
        return passkeys.add(passkey, together)
      },
    })),
  },
  {
    fault: 'answers a scope as often as it is asked for',
    caughtBy: 'policies.read: the records of the scopes that exist',
    plant: withStore('policies', (policies) => ({
      read: async (rpId, scopes) => (await Promise.all(scopes.map((scope) => policies.read(rpId, [scope])))).flat(),
    })),
  },
  {
    fault: 'pages at most 100 at a time',
    caughtBy: 'passkeys.page: a page of 1000, and the page of what is left',
    plant: withStore('passkeys', (passkeys) => ({
      page: (query) => passkeys.page({ ...query, limit: Math.min(query.limit, 100) || query.limit }),
    })),
  },
  {
    fault: 'takes any number for the limit of a page',
    caughtBy: 'passkeys.page: rejects a limit that is not a whole number from 1 to 1000',
    plant: withStore('passkeys', (passkeys) => ({
      page: (query) => passkeys.page({ ...query, limit: Math.trunc(query.limit) }),
    })),
  },
  {
    fault: 'looks for the passkey that ended the last page',
    caughtBy: 'passkeys.page: continues after a passkey that has been removed since',
    plant: withStore('passkeys', (passkeys) => ({
      page: async (query) => {
        const { items } = await passkeys.page({ rpId: query.rpId, limit: 1000 })
        const isGone = query.after && !items.some(({ id }) => id === query.after)
        return isGone ? { items: [] } : passkeys.page(query)
      },
    })),
  },
]

import { addCounts } from '../context/sweep.js'
import { toReport } from './doctor/findings.js'
import { sumCounts } from './events/store-outcomes.js'
import { isMethod, type Method, methodInputs, refused } from './method-inputs.js'
import type { RelyingPartyPasskeys } from './passkeys.js'

/** The passkeys of each relying party, by its key. */
export type Parties = ReadonlyMap<string, RelyingPartyPasskeys>

/** Methods that concern a user everywhere, or the whole deployment: without `relyingPartyId` the first one does it. */
const forAll: ReadonlySet<string> = new Set([
  'admin.accounts.invalidate',
  'admin.accounts.recordLock',
  'admin.accounts.recordUnlock',
  'admin.accounts.purge',
  'admin.passkeys.removeAll',
  'admin.users.exportData',
  'admin.users.eraseData',
  'health',
  'admin.metadata.status',
  'admin.metadata.acceptOlder',
])

/** The same methods for all relying parties: `relyingPartyId` picks the one that acts. What is no method is the first's. */
export function byRelyingParty(parties: Parties): RelyingPartyPasskeys {
  const all = [...parties.values()]
  const [first] = all
  if (!first) throw new TypeError('There is no relying party.')
  const picking = pickingGroup(first, methodInputs, { parties, path: [] })
  return {
    ...picking,
    events: {
      async deliver(input) {
        if (input.relyingPartyId !== undefined) return picking.events.deliver(input)
        const counts = []
        for (const { events } of all) counts.push(await events.deliver(input))
        return sumCounts(counts)
      },
    },
    async sweep() {
      let total = await first.sweep()
      for (const { sweep } of all.slice(1)) total = addCounts(total, await sweep())
      return total
    },
    async doctor(input = {}) {
      const findings = []
      for (const { doctor } of all) findings.push(...(await doctor(input)).findings)
      return toReport(findings)
    },
  }
}

interface Place {
  readonly parties: Parties
  /** The names that lead to a method. */
  readonly path: readonly string[]
}

function pickingGroup<Api extends object>(api: Api, rows: object, { parties, path }: Place): Api {
  const picking = Object.entries(rows).map(([name, row]) => {
    const member: unknown = Reflect.get(api, name)
    const place = { parties, path: [...path, name] }
    return [name, isMethod(member) ? pickingMethod(member, place) : pickingGroup(Object(member), row, place)]
  })
  return Object.assign({}, api, Object.fromEntries(picking))
}

/** Takes as many parameters as the method: one that may be called without an input still may. */
function pickingMethod(method: Method, { parties, path }: Place): Method {
  const name = path.join('.')
  const call = (input: unknown) => {
    const picked = pick(parties, name, Object(input))
    if (typeof picked === 'string') return refused(`passkeys.${name}`, picked)
    const chosen: Method = path.reduce<never>((group, member) => Reflect.get(group, member) as never, picked as never)
    return chosen(forAll.has(name) ? input : withoutRelyingParty(input))
  }
  return method.length === 0 ? (input = undefined) => call(input) : (input) => call(input)
}

/** The relying party that the input names, or what is wrong with that. */
function pick(
  parties: Parties,
  name: string,
  { relyingPartyId: id }: { readonly relyingPartyId?: unknown },
): RelyingPartyPasskeys | string {
  const [first] = parties.values()
  const names = [...parties.keys()].map((key) => `'${key}'`).join(', ')
  if (id === undefined) {
    return first && (parties.size === 1 || forAll.has(name)) ? first : `needs relyingPartyId, one of ${names}.`
  }
  const named = [...parties].find(([key, { relyingParty }]) => id === key || id === relyingParty.id)
  return named?.[1] ?? `was given a relyingPartyId that is not configured; there are ${names}.`
}

/** The methods of one relying party do not know it. */
function withoutRelyingParty(input: unknown): unknown {
  if (input === undefined) return input
  const { relyingPartyId: _, ...others } = Object(input)
  return others
}

import { type Evidence, tally } from './evidence.js'
import type { EventRow } from './snapshot.js'

/** Each change has exactly its events. */
export function checkEvents({ snapshot: { passkeys, events } }: Evidence): readonly string[] {
  const [added, used, removed] = ['passkey.added', 'passkey.used', 'passkey.removed'].map((name) => told(events, name))
  const kept = new Map(passkeys.map((passkey) => [passkey.id, passkey]))
  const ids = new Set([...kept.keys(), ...[added, used, removed].flatMap((counts) => [...(counts?.keys() ?? [])])])
  return [...ids].flatMap((id) => {
    const passkey = kept.get(id)
    const counted = [added, used, removed].map((counts) => counts?.get(id) ?? 0)
    const wanted = [1, passkey?.signInCount ?? counted[1], passkey ? 0 : 1]
    if (counted.join() === wanted.join()) return []
    return [
      `the passkey ${id} has ${counted.join(', ')} events of added, used, removed: ${wanted.join(', ')} are right`,
    ]
  })
}

/** The number of spent ceremonies equals the number of effects. */
export function checkSpent({ snapshot: { spent, events } }: Evidence): readonly string[] {
  const effects = events.filter(({ name }) => name === 'passkey.added' || name === 'passkey.used').length
  return spent === effects ? [] : [`${spent} ceremonies are spent, and ${effects} had their effect`]
}

function told(events: readonly EventRow[], name: string): ReadonlyMap<string, number> {
  return tally(events.flatMap((event) => (event.name === name && event.passkeyId ? [event.passkeyId] : [])))
}

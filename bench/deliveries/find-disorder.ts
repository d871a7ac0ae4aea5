import type { Arrival } from './case.js'

/**
 * One line for each event that never arrived, arrived twice, or arrived before an older one of its user. No worker
 * dies and no lease ends here, so that nothing may come twice.
 */
export function findDisorder(stored: readonly Arrival[], arrivals: readonly Arrival[]): readonly string[] {
  const seen = new Set<string>()
  const last = new Map<string, string>()
  const wrong: string[] = []
  for (const { id, userId } of arrivals) {
    if (seen.has(id)) wrong.push(`the event ${id} came twice`)
    if ((last.get(userId) ?? '') > id) wrong.push(`the event ${id} of ${userId} came after a newer one`)
    seen.add(id)
    last.set(userId, id)
  }
  const lost = stored.filter(({ id }) => !seen.has(id))
  return [...wrong, ...lost.map(({ id, userId }) => `the event ${id} of ${userId} did not come`)]
}

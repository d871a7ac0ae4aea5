/** What one call of `events.deliver` has done. */
export interface DeliverCounts {
  readonly delivered: number
  /** Attempts that failed; the events come again later. */
  readonly failed: number
  /** Events that were given up after three days: see `admin.deliveries`. */
  readonly dead: number
}

export function sumCounts(counts: readonly DeliverCounts[]): DeliverCounts {
  const sumOf = (name: keyof DeliverCounts) => counts.reduce((sum, it) => sum + it[name], 0)
  return { delivered: sumOf('delivered'), failed: sumOf('failed'), dead: sumOf('dead') }
}

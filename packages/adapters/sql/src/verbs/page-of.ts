import type { Page } from '@latchkey/storage'

/** One page of the items, which are one more than the page has if others follow. */
export function pageOf<Item>(found: readonly Item[], limit: number, keyOf: (item: Item) => string): Page<Item> {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return last !== undefined && found.length > limit ? { items, next: keyOf(last) } : { items }
}

import { type CeremonyQueue, createCeremonyQueue } from './ceremony-queue.js'

/** The same symbol in every copy of this package, so that two bundles on one page share one queue. */
const place = Symbol.for('@latchkey/browser')

interface Page {
  [place]?: CeremonyQueue
}

/** The queue of this page; created with the first ceremony. On a server there is no page, so nothing is shared. */
export function pageQueue(): CeremonyQueue {
  const page = (globalThis.document ?? {}) as Page
  page[place] ??= createCeremonyQueue()
  return page[place]
}

import type { EventStore } from '@latchkey/storage'
import { ask } from './ask-storage.js'
import { isEventPage } from './paging.js'

/** The methods that core calls, besides those that are called with a change. */
export type CheckedEvents = Pick<EventStore, 'append' | 'page' | 'pageByUser' | 'tally'>

/** The same store, whose pages have only what was asked for. A failed call is `storage_unavailable`. */
export function checkEvents(events: CheckedEvents): CheckedEvents {
  return {
    append: (emitted) => ask(() => events.append(emitted)),
    tally: (tallies) => ask(() => events.tally(tallies)),
    page: (query) =>
      ask(
        () => events.page(query),
        (page) => isEventPage(page, query),
      ),
    pageByUser: (query) =>
      ask(
        () => events.pageByUser(query),
        (page) => isEventPage(page, query) && page.items.every(({ userId }) => userId === query.userId),
      ),
  }
}

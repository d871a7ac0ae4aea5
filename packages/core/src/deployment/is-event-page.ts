import type { EventPageQuery, EventRecord, Page } from '@latchkey/storage'

const idForm = /^[0-9a-f]{32}$/

/**
 * Whether the page is of what was asked for: this relying party's events, this organisation's where one was named,
 * rising from `after` and below `before`, so that a walk of pages ends and shows nobody what is another's.
 */
export function isEventPage({ items, next }: Page<EventRecord>, query: EventPageQuery): boolean {
  let last = query.after ?? ''
  for (const event of items) {
    if (!(idForm.test(event.id) && event.id > last && isAskedFor(event, query))) return false
    last = event.id
  }
  return items.length <= query.limit && (next === undefined || next === items.at(-1)?.id)
}

function isAskedFor({ id, rpId, organizationId }: EventRecord, query: EventPageQuery): boolean {
  const isInOrganization = query.organizationId === undefined || organizationId === query.organizationId
  return rpId === query.rpId && isInOrganization && (query.before === undefined || id < query.before)
}

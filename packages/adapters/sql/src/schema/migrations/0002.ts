import type { Migration } from './migration.js'

/** Events by relying party, and by organization, in the order of their ids: for figures and for the admin's view. */
export const eventsInOrder: Migration = {
  number: 2,
  statements: ({ index }) => [
    index('events_in_order', 'events', ['rp_id', 'id']),
    index('events_by_organization', 'events', ['rp_id', 'organization_id', 'id']),
  ],
}

import type { Migration } from './migration.js'

/** Events by relying party, and by organization, in the order of their ids: for figures and for the admin's view. */
export const eventsInOrder: Migration = {
  number: 2,
  statements: ({ index }) => [
    index('latchkey_events_in_order').on('latchkey_events').columns(['rp_id', 'id']),
    index('latchkey_events_by_organization').on('latchkey_events').columns(['rp_id', 'organization_id', 'id']),
  ],
}

import type { Migration } from './migration.js'

/** Until when a user can put off a required passkey. Earlier rows have no value: the time has not begun. */
export const graceOfAccounts: Migration = {
  number: 7,
  statements: ({ types: { number }, column }) => [column('accounts', 'grace_until', number)],
}

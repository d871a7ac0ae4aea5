import type { Migration } from './migration.js'

/** What the cool-down after a new passkey needs. Earlier rows have no value: no addition was counted. */
export const newPasskeyCooldown: Migration = {
  number: 6,
  statements: ({ types: { number }, column }) => [
    column('accounts', 'added_count', number),
    column('passkeys', 'suspended_by_user', number),
  ],
}

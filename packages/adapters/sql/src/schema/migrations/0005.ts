import type { Migration } from './migration.js'

/** What is known of passkeys that were created silently or imported. Earlier rows have no value: nothing is known. */
export const unprovenPasskeys: Migration = {
  number: 5,
  statements: ({ types: { number }, column }) => [
    column('passkeys', 'had_second_factor', number),
    column('passkeys', 'used_here', number),
  ],
}

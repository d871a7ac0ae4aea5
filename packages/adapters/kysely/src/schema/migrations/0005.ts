import type { Migration } from './migration.js'

/** What is known of passkeys that were created silently or imported. Earlier rows have no value: nothing is known. */
export const unprovenPasskeys: Migration = {
  number: 5,
  statements: ({ columns: { number }, addColumn }) => [
    addColumn('latchkey_passkeys', 'had_second_factor', number),
    addColumn('latchkey_passkeys', 'used_here', number),
  ],
}

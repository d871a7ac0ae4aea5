import { kyselyStorage } from '@latchkey/kysely'
import { database } from './src/database.js'

export { passkeys } from './src/passkeys.js'

/** What the command `latchkey` works with: the passkeys of the app, in its own database. */
export const storage = kyselyStorage(database)

export function close(): Promise<void> {
  return database.destroy()
}

import { database } from './src/database.js'

/** What the command `latchkey` works with: the same passkeys in the same database as the app. */
export { passkeys, storage } from './src/passkeys.js'

export function close(): Promise<void> {
  return database.destroy()
}

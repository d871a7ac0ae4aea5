import { join } from 'node:path'
import Libsql from 'libsql'

/** Moves the time of every sign-in back, directly in the database. */
export function ageSessions(dataDir: string, seconds: number): void {
  const database = new Libsql(join(dataDir, 'fieldnotes.db'))
  database.exec('pragma busy_timeout = 5000')
  database.prepare('update sessions set authenticated_at = authenticated_at - ?').run(seconds * 1000)
  database.close()
}

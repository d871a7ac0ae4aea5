import Database from 'better-sqlite3'

export type BenchDatabase = Database.Database

/** A new SQLite database in a file. A commit survives the end of the process, and is not synced (`NORMAL`). */
export function openDatabase(path: string): BenchDatabase {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  return database
}

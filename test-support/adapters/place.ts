import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A database that a test has for itself. */
export interface Place {
  /** What opens it: the name of a driver and a colon before a path, or the URL of a server. */
  readonly address: string
  remove(): Promise<void>
}

/** The tables that hold rows of an app's users, by the names that they have without a prefix of the app's own. */
export const tableNames: readonly string[] = [
  'passkeys',
  'accounts',
  'spent',
  'policies',
  'stored_policies',
  'codes',
  'events',
  'rates',
  'removed',
  'metadata',
  'endpoints',
  'deliveries',
].map((name) => `latchkey_${name}`)

/** A file of SQLite that is not there yet. */
export function fileFor(driver: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-adapter-'))
  return {
    address: `${driver}:${join(folder, 'app.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A new database on a server, made and dropped by statements that `run` sends there. */
export async function databaseOn(url: string, run: (url: string, statement: string) => Promise<void>): Promise<Place> {
  const name = `latchkey_${crypto.randomUUID().replaceAll('-', '')}`
  await run(url, `create database ${name}`)
  const address = new URL(url)
  address.pathname = name
  return { address: address.href, remove: () => run(url, `drop database ${name}`) }
}

/**
 * Is better-sqlite3 here? It is installed by itself, because it is compiled.
 *
 * @throws {Error} where `CI` is set: there, what did not run has failed.
 */
export function hasBetterSqlite(load: () => new (path: string) => { close(): void }): boolean {
  try {
    // Half an installation has the module, and not what it was compiled to.
    ;new (load())(':memory:').close()
    return true
  } catch (cause) {
    const message = 'SQLite by better-sqlite3 (not installed; npm ci in scripts/databases)'
    if (process.env.CI) throw new Error(message, { cause })
    console.log(`NOT RUN: ${message}`)
    return false
  }
}

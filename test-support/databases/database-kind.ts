import type { PasskeyStorage } from '@latchkey/storage'
import type { CompiledQuery, Kysely, LogEvent } from 'kysely'
import type { WireCounts } from '../wire/wire-protocol.js'

/** A database for the benchmarks, and its properties. */
export interface DatabaseKind {
  readonly name: DatabaseName
  /** Whether it is reached over a wire. A database inside the process has statements and no round trips. */
  readonly isRemote: boolean
  /** How many sign-ins one process has under way at a time, in the measurements; none, and it is only counted. */
  readonly inFlight: readonly number[]
  /** Resolves when it accepts connections. Rejects with a `NoServer` if this machine has none. */
  start(): Promise<RunningDatabase>
  /** One more connection, or pool of them, to a place that `create` has made; any process may call it. */
  open(address: string, log?: (event: LogEvent) => void): OpenDatabase
  /** The same, with everything that goes to the database counted. */
  openCounted(address: string): Promise<CountedDatabase>
}

export type DatabaseName = 'SQLite' | 'PostgreSQL' | 'MariaDB' | 'PGlite'

/** Whether a commit is on disk before it is acknowledged. */
export type Commits = 'synced' | 'not synced'

export interface RunningDatabase {
  readonly version: string
  /** The ways to commit that it can be set up to. */
  readonly commits: readonly Commits[]
  /**
   * A fresh, empty place of this name; its address. Without a word it commits as the server is set up to. `synced` sets
   * up the whole server, and on MariaDB so does either: measured is the place that was made last.
   */
  create(name: string, commits?: Commits): Promise<string>
  stop(): Promise<void>
}

export interface OpenDatabase {
  readonly db: Kysely<unknown>
  readonly storage: PasskeyStorage
  close(): Promise<void>
}

export interface CountedDatabase extends OpenDatabase {
  readonly counts: Readonly<WireCounts>
  reset(): void
}

/** A database that the growth is measured on. */
export interface InspectedKind extends DatabaseKind {
  /** Brings the planner's statistics up to date. */
  analyze(db: Kysely<unknown>): Promise<void>
  /** The steps of the plan of this statement that read a table of ours without an index. */
  scans(db: Kysely<unknown>, statement: CompiledQuery): Promise<readonly string[]>
  /** The size of a table on disk. */
  bytesOf(db: Kysely<unknown>, table: string): Promise<TableBytes>
}

export interface TableBytes {
  readonly rows: number
  readonly indexes: number
}

import type { DatabaseKind, InspectedKind } from './database-kind.js'
import { mariadb } from './mariadb.js'
import { pglite } from './pglite.js'
import { postgres } from './postgres.js'
import { sqlite } from './sqlite.js'

/** Those that the growth is measured on. */
export const inspectedKinds: readonly InspectedKind[] = [sqlite, postgres]

/** Every database that the benchmarks know. */
export const databaseKinds: readonly DatabaseKind[] = [...inspectedKinds, mariadb, pglite]

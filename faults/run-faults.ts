import { startOrSay } from '../scripts/databases/start-or-say.js'
import { createRandom } from '../test-support/random.js'
import { killInBatches } from './kills/kill-in-batches.js'
import type { KilledOn, Report, ScenarioResult } from './report/report.js'
import { scenarios } from './scenarios/scenarios.js'
import type { DatabaseServer } from './servers/database-server.js'
import { openPostgresServer, type PostgresServer } from './servers/postgres-server.js'
import { openSqliteServer } from './servers/sqlite-server.js'

export interface RunFaults {
  readonly seed: number
  readonly extent: 'short' | 'full'
  /** Called after each part. */
  readonly tell: (line: string) => void
}

/** How many processes are killed on each database. */
const kills = { short: { PostgreSQL: 4, SQLite: 2 }, full: { PostgreSQL: 200, SQLite: 200 } } as const

/**
 * Makes everything fail that can, on each database.
 *
 * @throws {NoServer} where there is no PostgreSQL.
 */
export async function runFaults(run: RunFaults): Promise<Report> {
  const postgres = await openPostgresServer()
  const sqlite = await openSqliteServer()
  try {
    const killed = [await killOn(postgres, run), await killOn(sqlite, run)]
    return { seed: run.seed, killed, scenarios: await failOn(postgres, run) }
  } finally {
    await sqlite.stop()
    await postgres.stop()
  }
}

async function killOn(server: DatabaseServer, { seed, extent, tell }: RunFaults): Promise<KilledOn> {
  const count = kills[extent][server.name]
  const killed = await killInBatches({ server, name: 'kills', kills: count, random: createRandom(seed) })
  const database = `${server.name} ${server.version}`
  tell(`${database}: ${count} processes killed, ${killed.violations.length} wrong`)
  return { database, killed }
}

async function failOn(server: PostgresServer, { seed, extent, tell }: RunFaults): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = []
  for (const { name, rounds, run } of scenarios) {
    const finding = await startOrSay(() => run({ server, random: createRandom(seed), rounds: rounds[extent] }))
    if (!finding) continue
    results.push({ name, finding })
    tell(`${name}: ${finding.done}, ${finding.wrong.length} wrong`)
  }
  return results
}

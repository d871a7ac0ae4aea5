import { startMariadb } from './mariadb.js'
import { startPostgres } from './postgres.js'
import { startOrSay } from './start-or-say.js'

const servers = { LATCHKEY_POSTGRES_URL: startPostgres, LATCHKEY_MYSQL_URL: startMariadb } as const

/** Vitest's global set-up: the servers run, and the environment says where; they end with the tests. */
export async function setup(): Promise<() => Promise<void>> {
  const started = await Promise.all(Object.entries(servers).map(([variable, start]) => startOrSay(variable, start)))
  return async () => {
    await Promise.all(started.flatMap((server) => (server ? [server.stop()] : [])))
  }
}

import { startMariadb } from './mariadb.js'
import { startPostgres } from './postgres.js'
import { startOrSay } from './start-or-say.js'

const servers = { LATCHKEY_POSTGRES_URL: startPostgres, LATCHKEY_MYSQL_URL: startMariadb } as const

/** Vitest's global set-up: the servers run, and the environment says where; they end with the tests. */
export async function setup(): Promise<() => Promise<void>> {
  const started = await Promise.all(
    Object.entries(servers).map(async ([variable, start]) => {
      const server = await startOrSay(start)
      if (server) process.env[variable] = server.url
      return server
    }),
  )
  return async () => {
    await Promise.all(started.map((server) => server?.stop()))
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePgliteData } from '../../test-support/databases/open-pglite.js'
import { generatePrisma } from './generate-prisma.js'
import { startMariadb } from './mariadb.js'
import { startPostgres } from './postgres.js'
import { startOrSay } from './start-or-say.js'

const servers = { LATCHKEY_POSTGRES_URL: startPostgres, LATCHKEY_MYSQL_URL: startMariadb } as const

/**
 * Vitest's global set-up: the servers run, Prisma has generated its clients, and the environment says where. The servers end
 * with the tests.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-pglite-'))
  process.env.LATCHKEY_PGLITE_DATA = join(folder, 'data.tar')
  const pglite = writePgliteData(process.env.LATCHKEY_PGLITE_DATA)
  const started = await Promise.all(
    Object.entries(servers).map(async ([variable, start]) => {
      const server = await startOrSay(start)
      if (server) process.env[variable] = server.url
      return server
    }),
  )
  await pglite
  const prisma = await startOrSay(generatePrisma)
  if (prisma) process.env.LATCHKEY_PRISMA = prisma.href
  return async () => {
    await Promise.all(started.map((server) => server?.stop()))
    await rm(folder, { recursive: true, force: true })
  }
}

import { execFile } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findFreePort } from '../../test-support/find-free-port.js'
import { type DatabaseServer, NoServer } from './database-server.js'
import { accountId, findProgram, foldersBelow } from './find-program.js'
import { type ServerProcess, startProcess } from './server-process.js'

const run = promisify(execFile)

/** What is lost when the power fails is thrown away anyway; but a killed server must find its data again. */
const settings = ['fsync=off', 'max_connections=200', 'unix_socket_directories=']

/**
 * A PostgreSQL: the one of `LATCHKEY_POSTGRES_URL`, else one of this machine on a free port.
 *
 * @throws {NoServer} where there is none.
 */
export async function startPostgres(): Promise<DatabaseServer> {
  const named = process.env.LATCHKEY_POSTGRES_URL
  if (named) return { url: named, stop: async () => {} }
  const binaries = foldersBelow('/usr/lib/postgresql').map((folder) => join(folder, 'bin'))
  const program = findProgram('postgres', binaries, 'postgresql')
  if (!program) throw new NoServer('PostgreSQL (not installed; set LATCHKEY_POSTGRES_URL)')
  const uid = process.getuid?.() === 0 ? accountId('postgres') : undefined
  const data = await mkdtemp(join(tmpdir(), 'latchkey-postgres-'))
  if (uid !== undefined) await chown(data, uid, uid)
  const account = uid === undefined ? {} : { uid, gid: uid }
  const initdb = program.replace(/postgres$/, 'initdb')
  await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'], account)
  return serve(program, data, uid)
}

async function serve(program: string, data: string, uid: number | undefined): Promise<DatabaseServer> {
  const port = await findFreePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const options = ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings.flatMap((it) => ['-c', it])]
  const start = () =>
    startProcess({ program, options, data, isReady: () => answers(url), ...(uid === undefined ? {} : { uid }) })
  let server: ServerProcess = await start()
  return {
    url,
    async stop() {
      await server.end('SIGINT')
      await rm(data, { recursive: true, force: true })
    },
    async restart() {
      // SIGQUIT is its immediate shutdown: no checkpoint, every connection cut, recovery at the next start.
      await server.end('SIGQUIT')
      server = await start()
    },
  }
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

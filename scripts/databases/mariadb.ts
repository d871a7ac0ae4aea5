import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { findFreePort } from '../../test-support/find-free-port.js'
import { type DatabaseServer, NoServer } from './database-server.js'
import { findProgram } from './find-program.js'
import { type ServerProcess, startProcess } from './server-process.js'

const run = promisify(execFile)
const folders = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']

/**
 * A MariaDB or MySQL: the one of `LATCHKEY_MYSQL_URL`, else a MariaDB of this machine on a free port.
 *
 * @throws {NoServer} where there is none.
 */
export async function startMariadb(): Promise<DatabaseServer> {
  const named = process.env.LATCHKEY_MYSQL_URL
  if (named) return { url: named, stop: async () => {} }
  const program = findProgram('mariadbd', folders, 'mariadb-server')
  const installer = findProgram('mariadb-install-db', folders, 'mariadb-server')
  if (!program || !installer) throw new NoServer('MariaDB (not installed; set LATCHKEY_MYSQL_URL)')
  const data = await mkdtemp(join(tmpdir(), 'latchkey-mariadb-'))
  const account = process.getuid?.() === 0 ? ['--user=root'] : []
  const install = ['--no-defaults', ...account, `--datadir=${data}`, '--auth-root-authentication-method=normal']
  // Two installations that share a temporary folder delete each other's temporary tables.
  const temporary = await mkdtemp(join(tmpdir(), 'latchkey-mariadb-install-'))
  await run(installer, install, { env: { ...process.env, TMPDIR: temporary } })
  await rm(temporary, { recursive: true, force: true })
  const port = await findFreePort()
  const url = `mysql://root@127.0.0.1:${port}/mysql`
  const options = [
    '--no-defaults',
    ...account,
    `--datadir=${data}`,
    `--tmpdir=${data}`,
    `--socket=${join(data, 'socket')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--innodb-flush-log-at-trx-commit=0',
    '--max-connections=500',
  ]
  const start = () => startProcess({ program, options, data, isReady: () => answers(url) })
  let server: ServerProcess = await start()
  return {
    url,
    async stop() {
      await server.end('SIGTERM')
      await rm(data, { recursive: true, force: true })
    },
    async restart() {
      await server.end('SIGKILL')
      server = await start()
    },
  }
}

async function answers(uri: string): Promise<boolean> {
  try {
    const connection = await mysql.createConnection({ uri })
    await connection.end()
    return true
  } catch {
    return false
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { NoServer } from '../../databases/database-server.js'
import { startMariadb } from '../../databases/mariadb.js'
import { startPostgres } from '../../databases/postgres.js'
import { startOrSay } from '../../databases/start-or-say.js'

const contributing = readFileSync(new URL('../../../CONTRIBUTING.md', import.meta.url), 'utf8')

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe.each([
  ['LATCHKEY_POSTGRES_URL', startPostgres],
  ['LATCHKEY_MYSQL_URL', startMariadb],
])('a server that %s names', (variable, start) => {
  test('is used as it is: none is started, and none can be restarted', async () => {
    vi.stubEnv(variable, 'scheme://somewhere')
    const server = await start()
    expect(server.url).toBe('scheme://somewhere')
    expect(server.restart).toBeUndefined()
    await server.stop()
  })

  test('is in CONTRIBUTING.md', () => {
    expect(contributing).toContain(`\`${variable}\``)
  })
})

describe('a server that this machine does not have', () => {
  const start = () => Promise.reject(new NoServer('PostgreSQL (not installed)'))

  test('is said not to run', async () => {
    vi.stubEnv('CI', '')
    const log = vi.spyOn(console, 'log').mockReturnValue()
    expect(await startOrSay(start)).toBeUndefined()
    expect(log.mock.calls).toEqual([['NOT RUN: PostgreSQL (not installed)']])
  })

  test('is an error where CI is set', async () => {
    vi.stubEnv('CI', 'true')
    await expect(startOrSay(start)).rejects.toBeInstanceOf(NoServer)
  })

  test('and one that is there and fails is an error everywhere', async () => {
    vi.stubEnv('CI', '')
    const failure = new Error('The server did not start.')
    await expect(startOrSay(() => Promise.reject(failure))).rejects.toBe(failure)
  })
})

test('a server whose starter is killed ends, and its data is removed', async () => {
  const data = mkdtempSync(join(tmpdir(), 'latchkey-watched-'))
  const watcher = fileURLToPath(new URL('../../databases/end-with-parent.mjs', import.meta.url))
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const serverEnded = once(server, 'exit')
  // A starter that does as `startProcess` does, and then hangs until it is killed.
  const starts = `require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: ['pipe', 'ignore', 'ignore'], detached: true }).once('spawn', () => console.log('started'))`
  const starter = spawn(process.execPath, ['-e', starts, '--', watcher, String(server.pid), data])
  await once(starter.stdout, 'data')
  starter.kill('SIGKILL')
  expect(await serverEnded).toEqual([null, 'SIGKILL'])
  await vi.waitUntil(() => !existsSync(data), { timeout: 10_000 })
})

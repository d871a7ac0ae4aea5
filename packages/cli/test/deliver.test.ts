import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createPasskeys, unsafelyUnbound } from '@latchkey/core'
import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import { createAuthenticator } from '@latchkey/testing'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { schemaConfig } from './schema-config.js'
import { useWorkplace } from './use-workplace.js'

const here = useWorkplace()
const origin = 'https://app.example.com'
const actor = { id: 'admin-1', scope: 'environment' } as const

beforeEach(() => {
  here.workplace.write('latchkey.config.mjs', here.command.configFrom('deliveries'))
})

/** The app, in another process than the command: a passkey of each user, and this many more events of each. */
async function makeEvents(userIds: readonly string[], more: number): Promise<void> {
  const database = new Libsql(here.workplace.databaseFile)
  for (const pragma of sqlitePragmas) database.pragma(pragma)
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const storage = kyselyStorage(db)
  await storage.schema?.migrate()
  const { enroll, admin } = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage,
    policy: { mode: 'optional' },
  })
  for (const id of userIds) {
    const session = {
      userId: id,
      authenticatedAt: Date.now(),
      methods: [{ name: 'password', at: Date.now() }],
    } as const
    const { ceremony, options } = await enroll.begin({ user: { id, name: id }, session, binding: unsafelyUnbound })
    const response = await createAuthenticator({ origin, algorithms: [-7] }).create(options)
    await enroll.finish({ ceremony, response, session, binding: unsafelyUnbound })
    for (let number = 0; number < more; number++) await admin.accounts.invalidate({ userId: id, actor })
  }
  await db.destroy()
}

interface Arrival {
  readonly id: string
  readonly userId: string
}

/** What the function of the config has written so far. */
function read(name: 'arrived.jsonl' | 'finished.jsonl'): readonly Arrival[] {
  const path = here.workplace.path(name)
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line))
}

const whenArrived = (count: number) =>
  vi.waitFor(() => expect(read('arrived.jsonl').length).toBeGreaterThanOrEqual(count), { timeout: 30_000 })

/** The config writes this after the command has seen the signal. */
const whenSignalled = () => vi.waitFor(() => expect(here.workplace.list()).toContain('signals'), { timeout: 30_000 })

function expectInOrder(arrivals: readonly Arrival[], userIds: readonly string[]): void {
  for (const user of userIds) {
    const ids = arrivals.filter(({ userId }) => userId === user).map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
  }
}

describe('latchkey deliver --once', () => {
  test('delivers what is due to the function of the config, in order per user, and ends', async () => {
    await makeEvents(['ada', 'bob'], 3)
    const outcome = await here.workplace.latchkey('deliver', '--once')
    expect(outcome).toEqual({ exitCode: 0, stdout: '8 delivered, 0 failed, 0 given up.\n', stderr: '' })
    expect(new Set(read('finished.jsonl').map(({ id }) => id)).size).toBe(8)
    expectInOrder(read('finished.jsonl'), ['ada', 'bob'])
    expect((await here.workplace.latchkey('deliver', '--once')).stdout).toBe('0 delivered, 0 failed, 0 given up.\n')
  })

  test('delivers to the webhooks of the config', async () => {
    await makeEvents(['ada'], 1)
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const received: unknown[] = []
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString()
      received.push(JSON.parse(body))
      response.writeHead(204).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    here.workplace.write('hook.mjs', here.command.configFrom('webhook'))
    const settings = { HOOK_URL: `http://127.0.0.1:${port}/`, HOOK_SECRET: secret }
    const { stdout } = await here.workplace.latchkeyWith(settings, 'deliver', '--once', '--config', 'hook.mjs')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(stdout).toBe('2 delivered, 0 failed, 0 given up.\n')
    expect(received).toMatchObject([{ type: 'passkey.added' }, { data: { userId: 'ada' } }])
  })

  test('two at once deliver each event once, in order per user', async () => {
    const users = ['ada', 'bob', 'cyd', 'dan']
    await makeEvents(users, 10)
    const both = await Promise.all([1, 2].map(() => here.workplace.latchkey('deliver', '--once')))
    expect(both.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual([
      { exitCode: 0, stderr: '' },
      { exitCode: 0, stderr: '' },
    ])
    await here.workplace.latchkey('deliver', '--once')
    const ids = read('arrived.jsonl').map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([44, 44])
    expectInOrder(read('arrived.jsonl'), users)
  })

  test('an event whose process was killed comes again when its lease has ended, before later ones', async () => {
    await makeEvents(['ada'], 1)
    here.workplace.write('hold', '')
    const killed = here.workplace.start('deliver', '--once')
    await whenArrived(1)
    killed.kill('SIGKILL')
    await killed.outcome
    rmSync(here.workplace.path('hold'))
    const early = await here.workplace.latchkey('deliver', '--once')
    expect(early.stdout).toBe('0 delivered, 0 failed, 0 given up.\n')
    const { stdout } = await here.workplace.latchkeyWith({ CLOCK_AHEAD_MS: '60000' }, 'deliver', '--once')
    expect(stdout).toBe('2 delivered, 0 failed, 0 given up.\n')
    const [first, again, second] = read('arrived.jsonl').map(({ id }) => id)
    expect(again).toBe(first)
    expect(second).not.toBe(first)
  })
})

describe('latchkey deliver', () => {
  test('delivers what happens while it runs, until SIGTERM', async () => {
    await makeEvents(['ada'], 0)
    const running = here.workplace.start('deliver', '--pause', '0.05')
    await whenArrived(1)
    await makeEvents(['bob'], 0)
    await whenArrived(2)
    running.kill('SIGTERM')
    const line = '1 delivered, 0 failed, 0 given up.\n'
    expect(await running.outcome).toEqual({ exitCode: 0, stdout: line + line, stderr: '' })
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s finishes the attempt that is under way, begins no other, and ends with 0',
    async (signal) => {
      await makeEvents(['ada'], 1)
      here.workplace.write('hold', '')
      const running = here.workplace.start('deliver')
      await whenArrived(1)
      running.kill(signal)
      await whenSignalled()
      rmSync(here.workplace.path('hold'))
      const outcome = await running.outcome
      expect(outcome).toEqual({ exitCode: 0, stdout: '1 delivered, 0 failed, 0 given up.\n', stderr: '' })
      expect([read('arrived.jsonl').length, read('finished.jsonl').length]).toEqual([1, 1])
      expect((await here.workplace.latchkey('deliver', '--once')).stdout).toContain('1 delivered')
    },
  )

  test('a second signal ends it at once', async () => {
    await makeEvents(['ada'], 0)
    here.workplace.write('hold', '')
    const running = here.workplace.start('deliver')
    await whenArrived(1)
    running.kill('SIGTERM')
    await whenSignalled()
    running.kill('SIGTERM')
    expect((await running.outcome).exitCode).toBe(null)
    expect(read('finished.jsonl')).toEqual([])
  })

  /** A config whose `events.deliver` does this in its passes, one after another, and then ends the process. */
  function withPasses(passes: readonly string[]): void {
    here.workplace.write(
      'latchkey.config.mjs',
      `${schemaConfig()}
      const nothing = { delivered: 0, failed: 0, dead: 0 }
      const passes = [${passes.map((pass) => `() => { ${pass} }`).join(',')}]
      const deliver = async () => passes.shift()?.() ?? (process.kill(process.pid, 'SIGTERM'), nothing)
      const passkeys = { admin: { import: () => {}, export: () => {} }, events: { deliver } }
      export { storage, close, passkeys }
      export const deliverTo = () => {}`,
    )
  }
  const succeed = 'return { delivered: 0, failed: 1, dead: 2 }'
  const fail = "throw new Error('The storage failed.', { cause: new Error('connection refused') })"

  test('a storage that fails in the first pass is an error', async () => {
    withPasses([fail])
    expect(await here.workplace.latchkey('deliver')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'closed\nlatchkey: storage_failed: The storage threw an error:\n  The storage failed.\n  connection refused\n',
    })
  })

  test('one that fails later is reported and asked again', async () => {
    withPasses([succeed, fail, fail, succeed])
    expect(await here.workplace.latchkey('deliver', '--pause', '0.01')).toEqual({
      exitCode: 0,
      stdout: '0 delivered, 1 failed, 2 given up.\n'.repeat(2),
      stderr: `${'latchkey: nothing was delivered; trying again: The storage failed.\n  connection refused\n'.repeat(2)}closed\n`,
    })
  })
})

describe('latchkey deliver, what it is given', () => {
  test.each([
    { given: 'no deliverTo', text: (config: string) => config.replace('export *', 'export { storage, passkeys }') },
    { given: 'no passkeys', text: (config: string) => config.replace('export *', 'export { storage, deliverTo }') },
    { given: 'a deliverTo that is a URL', text: withTarget("'https://crm.example.com'") },
    { given: 'a deliverTo without a target', text: withTarget('[]') },
    { given: 'a deliverTo with an endpoint that is none', text: withTarget("{ id: 'crm', url: 'https://a.example' }") },
    { given: 'a deliverTo of two functions', text: withTarget('[() => {}, () => {}]') },
  ])('$given is config_invalid', async ({ text }) => {
    await makeEvents(['ada'], 0)
    here.workplace.write('latchkey.config.mjs', text(here.command.configFrom('deliveries')))
    const { exitCode, stdout, stderr } = await here.workplace.latchkey('deliver', '--once')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^latchkey: config_invalid: /)
  })

  test.each(['0', '-1', 'x', '', '3601', '1e3', 'NaN'])('--pause %j is refused', async (seconds) => {
    const { exitCode, stdout, stderr } = await here.workplace.latchkey('deliver', `--pause=${seconds}`)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain('--pause')
  })
})

function withTarget(deliverTo: string) {
  return (config: string) =>
    `${config.replace('export *', 'export { storage, passkeys }')}export const deliverTo = ${deliverTo}\n`
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alice, binding, createWorld, stateOf, type World } from '../world.js'
import { openSqlite } from './sqlite.js'

let folder = ''
let world: World
let close = async () => {}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-sqlite-'))
  const storage = await openSqlite(join(folder, 'app.db'))
  close = storage.close
  world = createWorld({ storage })
})

afterEach(async () => {
  await close()
  rmSync(folder, { recursive: true })
})

describe('on SQLite', () => {
  test.each([-7, -8, -257])('enroll and sign in with algorithm %i', async (algorithm) => {
    const authenticator = world.authenticator({ algorithms: [algorithm] })
    await world.enroll(authenticator)
    expect(await world.signIn(authenticator)).toMatchObject({ userId: alice.id, passkey: { signInCount: 1 } })
    expect(await world.events()).toEqual(['passkey.added', 'passkey.used'])
  })

  test('20 enrolls at once at 9 of 10: exactly one more', async () => {
    for (let count = 0; count < 9; count++) await world.enroll(world.authenticator())
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => world.enroll(world.authenticator())))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 10, activeCount: 10 })
  })

  test('the last two removed at once under "not the last": exactly one goes', async () => {
    const ids = []
    for (let count = 0; count < 2; count++) ids.push((await world.enroll(world.authenticator())).passkey.id)
    const session = world.session()
    const results = await Promise.allSettled(ids.map((id) => world.passkeys.manage.remove({ session, id })))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await stateOf(world)).passkeys).toHaveLength(1)
  })

  test('a restart loses nothing', async () => {
    const authenticator = world.authenticator({ synced: false, counts: true })
    const { passkey } = await world.enroll(authenticator)
    const before = await stateOf(world)
    await close()
    const storage = await openSqlite(join(folder, 'app.db'))
    close = storage.close
    world = createWorld({ storage })
    expect(await stateOf(world)).toEqual(before)
    expect((await world.signIn(authenticator)).passkey.id).toBe(passkey.id)
  })

  test.each([
    { synced: true, counts: false },
    { synced: false, counts: true },
  ])(
    'one ceremony finished 50 times at once from two processes: exactly one success, %j',
    async (kind) => {
      const authenticator = world.authenticator(kind)
      await world.enroll(authenticator)
      const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
      const answerFile = join(folder, 'answer.json')
      writeFileSync(answerFile, JSON.stringify({ ceremony, response: await authenticator.get(options) }))
      const children = [0, 1].map(() =>
        start([join(folder, 'app.db'), answerFile, '25', String(world.clock.now + 1000)]),
      )
      await Promise.all(children.map(({ ready }) => ready))
      for (const { child } of children) child.stdin?.write('go\n')
      const outcomes = (await Promise.all(children.map(({ outcomes }) => outcomes))).flat()
      expect(outcomes.filter((it) => it === 'success')).toHaveLength(1)
      expect(outcomes.filter((it) => it === 'ceremony_spent')).toHaveLength(49)
      expect((await stateOf(world)).passkeys[0]?.signInCount).toBe(1)
      expect(await world.events()).toEqual(['passkey.added', 'passkey.used'])
    },
    60_000,
  )
})

interface Child {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  readonly outcomes: Promise<string[]>
}

function start(given: readonly string[]): Child {
  const script = join(import.meta.dirname, 'finish-many-times.ts')
  const node = ['--conditions=@latchkey/source', '--import', 'tsx', script, ...given]
  const child = spawn(process.execPath, node, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const lines = createInterface({ input: child.stdout })
  const iterator = lines[Symbol.asyncIterator]()
  const next = async () => String((await iterator.next()).value)
  const ready = next().then(() => undefined)
  return { child, ready, outcomes: ready.then(next).then((line) => JSON.parse(line)) }
}

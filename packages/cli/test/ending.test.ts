import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { findFreePort } from '../../../test-support/find-free-port.js'
import { schemaConfig } from './schema-config.js'
import { useCommand } from './use-workplace.js'
import { openWorkplace, type Workplace } from './workplace.js'

const workplaces: Workplace[] = []

const built = useCommand()

afterAll(() => {
  for (const workplace of workplaces) workplace.remove()
})

/** A folder of its own, because the tests of this file wait at the same time. */
function openPlace(): Workplace {
  const workplace = openWorkplace(built.command.path)
  workplaces.push(workplace)
  return workplace
}

function withConfig(options: Parameters<typeof schemaConfig>[0], ending = ''): Workplace {
  const workplace = openPlace()
  workplace.write('latchkey.config.mjs', `${schemaConfig(options)}; ${ending}; export { storage, close }`)
  return workplace
}

test('the built command is a program for Node that prints its version', async () => {
  expect(readFileSync(built.command.path, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const { exitCode, stdout } = await openPlace().latchkey('--version')
  expect(exitCode).toBe(0)
  expect(manifest).toMatchObject({ name: 'latchkey', version: stdout.trim() })
})

describe.concurrent('a storage that fails', () => {
  test('is an error, and is closed', async ({ expect }) => {
    const workplace = withConfig({ status: "throw new Error('disk on fire')" })
    expect(await workplace.latchkey('migrate')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'closed\nlatchkey: storage_failed: The storage threw an error:\n  disk on fire\n',
    })
  })

  test('because no server listens at its address is an error that names the address', async ({ expect }) => {
    const port = await findFreePort()
    const connect = `connect({ host: 'localhost', port: ${port} }).once('error', reject)`
    const workplace = withConfig(
      { status: `await new Promise((_, reject) => ${connect})` },
      "import { connect } from 'node:net'",
    )
    const { exitCode, stderr } = await workplace.latchkey('migrate', '--status')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      new RegExp(`storage_failed: The storage threw an error:\n.*connect ECONNREFUSED .*:${port}\n`),
    )
  })

  test('prints the cause', async ({ expect }) => {
    const workplace = withConfig({ status: "throw new Error('no connection', { cause: new Error('wrong password') })" })
    const { stderr } = await workplace.latchkey('migrate')
    expect(stderr).toContain('  no connection\n  wrong password\n')
  })

  test('is reported although `close` does not end', async ({ expect }) => {
    const close = 'await new Promise(() => setInterval(() => {}, 1000))'
    const workplace = withConfig({ status: "throw new Error('disk on fire')", close })
    const { exitCode, stderr } = await workplace.latchkey('migrate')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('latchkey: storage_failed: The storage threw an error:\n  disk on fire\n')
  })

  test('and cannot be closed reports the failure that came first', async ({ expect }) => {
    const workplace = withConfig({
      status: "throw new Error('disk on fire')",
      close: "throw new Error('still burning')",
    })
    const { exitCode, stderr } = await workplace.latchkey('migrate')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'closed\nlatchkey: storage_failed: The storage threw an error:\n  disk on fire\n',
    })
  })
})

describe.concurrent('the end of the process', () => {
  test('a storage that cannot be closed is an error', async ({ expect }) => {
    const workplace = withConfig({ close: "throw new Error('busy')" })
    const { exitCode, stderr } = await workplace.latchkey('migrate', '--status')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'closed\nlatchkey: close_failed: The command succeeded, but `close` of the config threw an error:\n  busy\n',
    })
  })

  test('comes by itself even when the config leaves something open, with a word about it', async ({ expect }) => {
    const workplace = withConfig({}, 'setInterval(() => {}, 1000)')
    const { exitCode, stdout, stderr } = await workplace.latchkey('migrate')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'The schema is up to date at 1.\n' })
    expect(stderr).toContain('latchkey: something is still open')
  })

  test('comes although `close` does not end, with a word about it', async ({ expect }) => {
    const workplace = withConfig({ close: 'await new Promise(() => setInterval(() => {}, 1000))' })
    const { exitCode, stdout, stderr } = await workplace.latchkey('migrate')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'The schema is up to date at 1.\n' })
    expect(stderr).toContain('latchkey: something is still open')
  })

  test('before the storage resolved is an error', async ({ expect }) => {
    const workplace = withConfig({ status: 'await new Promise(() => {})' })
    expect(await workplace.latchkey('migrate', '--status')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'latchkey: the config or its storage never resolved, and nothing is left to wait for.\n',
    })
  })

  test('an error that nothing awaits is an error of the command, not a database that is behind', async ({ expect }) => {
    const workplace = withConfig({
      status: "setImmediate(() => { throw new Error('lost') }); await new Promise(() => {})",
    })
    const { exitCode, stderr } = await workplace.latchkey('migrate', '--status')
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'latchkey: lost\n' })
  })
})

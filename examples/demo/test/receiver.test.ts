import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const source = (file: string) => pathToFileURL(join(root, 'examples/demo/src', file)).href

/** In a process of its own: the demo opens its database as it is imported. */
const program = `
  const { receiver } = await import('${source('deliveries/receiver.ts')}')
  const { notices } = await import('${source('notices.ts')}')
  const at = (number) => ({ id: String(number).padStart(6, '0'), receivedAt: number, type: 'passkey.added' })
  for (let number = 0; number < 1005; number++) await receiver.accept(at(number))
  await receiver.accept(at(1004))
  for (let number = 0; number < 105; number++) await notices.send({ userId: 'alice', at: number })
  await notices.send({ userId: 'bob', at: 0 })
  const webhooks = (await receiver.last(2000)).map(({ receivedAt }) => receivedAt)
  const ofAlice = (await notices.last('alice', 2000)).map(({ at }) => at)
  console.log(JSON.stringify({ webhooks, ofAlice, ofBob: await notices.last('bob', 2000) }))
  process.exit()
`

test('the demo stores the last thousand webhooks, each once, and the last hundred notices of a user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-demo-'))
  const parameters = ['--conditions=@latchkey/source', '--import', './scripts/run/tsx.mjs', '--input-type=module']
  const env = { ...process.env, DATA_DIR: folder }
  const printed = execFileSync(process.execPath, [...parameters, '-e', program], { cwd: root, env, encoding: 'utf8' })
  const newest = (count: number, last: number) => Array.from({ length: count }, (_, index) => last - index)
  expect(JSON.parse(printed.split('\n').find((line) => line.startsWith('{')) ?? '')).toEqual({
    webhooks: newest(1000, 1004),
    ofAlice: newest(100, 104),
    ofBob: [{ userId: 'bob', at: 0 }],
  })
  rmSync(folder, { recursive: true })
}, 60_000)

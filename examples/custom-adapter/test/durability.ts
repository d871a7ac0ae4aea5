import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sampleRpId, sampleSpend } from '@latchkey/testing'
import { makeFolder, openStorage } from './temporary-storage.js'

test('what was answered is there after the process was killed, and nothing of what was not', async () => {
  const folder = makeFolder()
  const program = fileURLToPath(new URL('./until-killed.ts', import.meta.url))
  const child = fork(program, [folder.path], { execArgv: ['--import', 'tsx'] })
  let answered = 0
  child.on('message', (count: number) => {
    answered = count
    if (count >= 50) child.kill('SIGKILL')
  })
  await once(child, 'exit')

  const { storage, close } = openStorage(folder.path)
  const { passkeys, account } = await storage.passkeys.listByUser(sampleRpId, 'alice')
  const uses = passkeys[0]?.signInCount ?? 0
  assert.ok(answered >= 50 && uses >= answered, `${answered} uses were answered, ${uses} are there`)
  assert.deepEqual([account?.passkeyCount, passkeys.length], [1, 1])
  const events = await storage.events.claim(10_000, 1000, 0)
  assert.equal(events.length, uses, 'a use and its event are stored together')
  assert.equal(await storage.passkeys.isSpent(sampleSpend(`use-${uses}`).id), true)
  assert.equal(await storage.passkeys.isSpent(sampleSpend(`use-${uses + 1}`).id), false)
  await close()
  folder.remove()
})

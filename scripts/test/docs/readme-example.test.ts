import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createAuthenticator } from '@latchkey/testing'
import { afterEach, expect, test } from 'vitest'
import { createBrowser } from '../../../packages/http/test/app.js'
import { overHttp } from '../../../packages/http/test/listen.js'

const root = join(import.meta.dirname, '../../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
const pageOrigin = 'http://localhost:3000'

/** Prints the port of the first server, which is any free one. */
const preload = `
import { Server } from 'node:net'
const { listen } = Server.prototype
Server.prototype.listen = function (...options) {
  this.once('listening', () => console.log('port', this.address().port))
  return listen.apply(this, options)
}`

const opened: { folder: string; server?: ChildProcess }[] = []

afterEach(() => {
  for (const { folder, server } of opened.splice(0)) {
    server?.kill()
    rmSync(folder, { recursive: true })
  }
})

/** A new project with the files of the README, as a reader would copy them, and the address of its server. */
async function startExample(framework: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-readme-'))
  const project: (typeof opened)[number] = { folder }
  opened.push(project)
  const server =
    blocks.find((block) => block.includes(`from '${framework}'`) && block.includes("'./passkeys.js'")) ?? ''
  const passkeys = blocks.find((block) => block.includes('export const handlePasskeys')) ?? ''
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'passkeys.ts'), passkeys)
  writeFileSync(join(folder, 'preload.mjs'), preload)
  writeFileSync(join(folder, 'server.ts'), server.replaceAll('3000', '0'))
  const options = ['--conditions=@latchkey/source', '--import', 'tsx', '--import', './preload.mjs', 'server.ts']
  const env = { ...process.env, PASSKEYS_SECRET: 'a secret of at least 32 bytes, for tests' }
  project.server = spawn(process.execPath, options, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: project.server.stdout ?? process.stdin })) {
    const [, port] = /^port (\d+)$/.exec(line) ?? []
    if (port !== undefined) return `http://localhost:${port}`
  }
  throw new Error(`The example for ${framework} ended before it listened.`)
}

test.each(['express', 'fastify', 'hono'])(
  'the first example of the README enrolls a passkey, renames it and signs in, under %s',
  async (framework) => {
    const browser = createBrowser(overHttp(await startExample(framework)), { pageOrigin })
    const authenticator = createAuthenticator({ origin: pageOrigin })
    const enroll = await browser.call('POST', '/enroll/begin', {})
    const created = await authenticator.create(enroll.body.options)
    const enrolled = await browser.call('POST', '/enroll/finish', { ceremony: enroll.body.ceremony, response: created })
    expect(enrolled).toMatchObject({ status: 201 })
    expect(await browser.call('GET', '/')).toMatchObject({
      status: 200,
      body: { passkeys: [{ id: enrolled.body.passkey.id }] },
    })
    const renamed = await browser.call('PATCH', `/${enrolled.body.passkey.id}`, { name: 'My laptop' })
    expect(renamed).toMatchObject({ status: 200 })

    const signIn = await browser.call('POST', '/sign-in/begin', {})
    const response = await authenticator.get(signIn.body.options)
    const signedIn = await browser.call('POST', '/sign-in/finish', { ceremony: signIn.body.ceremony, response })
    expect(signedIn).toMatchObject({ status: 200, body: { userId: 'ada' } })
  },
  120_000,
)

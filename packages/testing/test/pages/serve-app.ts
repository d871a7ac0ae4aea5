import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPasskeys } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import { memoryStorage } from '@latchkey/memory'
import { build } from 'esbuild'

/** An app with passkeys: a page, and the server that judges them. */
export interface App {
  readonly origin: string
  /** The code of each refusal, as the operator sees it. */
  readonly refusals: readonly string[]
  close(): Promise<void>
}

const page = `<!doctype html><title>App</title>
<button id="create">Create a passkey</button> <button id="sign-in">Sign in</button> <output></output>
<script type="module">
  import { createPasskeyClient } from '/client.js'
  const passkeys = createPasskeyClient()
  const say = (text) => { document.querySelector('output').value = text }
  const press = (id, call, text) => { document.getElementById(id).onclick = () => call().then(() => say(text), ({ code }) => say(code)) }
  press('create', () => passkeys.enroll(), 'You have a passkey.')
  press('sign-in', () => passkeys.signIn(), 'You are signed in.')
</script>`

/** Everybody who opens the page is Ada, who has just signed in with a password. */
export async function serveApp(): Promise<App> {
  const client = await bundleClient()
  const refusals: string[] = []
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const passkeys = createPasskeys({
    relyingParty: { id: 'localhost', name: 'App', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional' },
  })
  const methods = () => [{ name: 'password', at: Date.now() }]
  const handle = createPasskeyHandler(passkeys, {
    serve: ['public', 'self'],
    session: () => ({ userId: 'ada', authenticatedAt: Date.now(), methods: methods(), user: { name: 'Ada' } }),
    onSignedIn: ({ userId }) => Response.json({ userId }),
    clientAddress: () => undefined,
    onRefused: ({ code }) => refusals.push(code),
  })
  const listener = toNodeListener(handle)
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/passkeys')) return listener(request, response)
    const isScript = request.url === '/client.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' })
    return response.end(isScript ? client : page)
  })
  return {
    origin,
    refusals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@latchkey/browser'", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@latchkey/source'],
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Passkeys } from '@latchkey/core'
import { createPasskeyHandler, createWellKnownHandler, type SignedIn } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import { createAttestationAuthority } from '@latchkey/testing'
import { type Browser, chromium, type Page } from 'playwright'
import { chromiumArguments, findChromium } from '../../../../scripts/run/chromium.mjs'
import { bundleClient } from './serve-app.js'

/** One app on several https hosts, and a Chromium that finds them all on this machine. */
export interface Hosts {
  readonly browser: Browser
  /** The code of each refusal, as the operator sees it. */
  readonly refusals: readonly string[]
  close(): Promise<void>
}

/** A page puts the client at `window.passkeys`. Users are who the cookie `user` says, and are called as `name` says. */
const page = `<!doctype html><title>App</title>
<script type="module">import { createPasskeyClient } from '/client.js'; window.passkeys = createPasskeyClient()</script>`

export async function serveHosts(passkeys: Passkeys, hosts: readonly string[]): Promise<Hosts> {
  const client = await bundleClient()
  const refusals: string[] = []
  const handle = toNodeListener(
    createPasskeyHandler(passkeys, {
      serve: ['public', 'self'],
      session: (request) => sessionOf(request.headers.get('cookie') ?? ''),
      onSignedIn: ({ userId }) => Response.json({ userId }),
      clientAddress: () => undefined,
      onRefused: ({ code }) => refusals.push(code),
    }),
  )
  const wellKnown = toNodeListener(createWellKnownHandler(passkeys))
  const { key, cert, pin } = createIdentity()
  const server = createServer({ key, cert }, (request, response) => {
    const { url = '/' } = request
    if (url.startsWith('/passkeys')) return handle(request, response)
    if (url.startsWith('/.well-known/')) return wellKnown(request, response)
    const isScript = url === '/client.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' })
    return response.end(isScript ? client : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const rules = hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`)
  const browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: [
      ...chromiumArguments,
      `--host-resolver-rules=${rules.join(', ')}`,
      `--ignore-certificate-errors-spki-list=${pin}`,
    ],
  })
  return {
    browser,
    refusals,
    async close() {
      await browser.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

/** What the client's method resolves with on that host, or the code that it rejects with. */
export async function callOn(page: Page, host: string, expression: string): Promise<unknown> {
  await page.goto(`https://${host}/`)
  await page.waitForFunction('window.passkeys')
  return page.evaluate(`window.passkeys.${expression}.catch(({ code }) => code)`)
}

function sessionOf(cookies: string): SignedIn | null {
  const [, userId] = /user=(\w+)/.exec(cookies) ?? []
  if (userId === undefined) return null
  const [, name = userId] = /name=(\w+)/.exec(cookies) ?? []
  const now = Date.now()
  return { userId, authenticatedAt: now, methods: [{ name: 'password', at: now }], user: { name } }
}

/** A certificate that names no host, and the digest of its key that Chromium must trust. */
function createIdentity() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subjectPublicKeyInfo = Uint8Array.from(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }))
  const [leaf] = createAttestationAuthority().issue({
    subjectPublicKeyInfo,
    subject: [['2.5.4.3', 'App']],
    extensions: [],
    direct: true,
  })
  const base64 = Buffer.from(leaf ?? []).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    pin: createHash('sha256').update(subjectPublicKeyInfo).digest('base64'),
  }
}

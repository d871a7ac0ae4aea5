import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addAuthenticator, openChromium, type PageAuthenticator } from './open-chromium.js'
import { type PageServer, servePages } from './serve-pages.js'

let browser: Browser
let server: PageServer
let page: Page
let authenticator: PageAuthenticator

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openChromium({ backForwardCache: true }), servePages()])
})

afterAll(async () => {
  await Promise.all([browser.close(), server.close()])
})

beforeEach(async () => {
  page = await browser.newPage()
  authenticator = await addAuthenticator(page)
  server.requests.length = 0
})

afterEach(async () => {
  server.answers.clear()
  await page.close()
})

const script = (text: string) => ({ headers: { 'content-type': 'text/javascript' }, body: text })
const countOf = (address: string) => server.requests.filter((it) => it === address).length
const untilBegun = (times: number) =>
  expect.poll(() => countOf('POST /passkeys/sign-in/begin'), { timeout: 10_000 }).toBe(times)

async function enroll(): Promise<void> {
  await page.goto(server.origin)
  await page.evaluate(`import('/client.js').then(({ createPasskeyClient }) => createPasskeyClient().enroll())`)
}

describe('under a strict Content Security Policy with Trusted Types', () => {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

  test('passkeys are created and used, autofill signs in, failures are explained, and nothing is violated', async () => {
    server.answers.set('GET /strict', {
      headers: { 'content-security-policy': policy },
      body: '<!doctype html><input autocomplete="username webauthn"><script type="module" src="/strict.js"></script>',
    })
    server.answers.set(
      'GET /strict.js',
      script(`
        const violations = []
        addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))
        const { createPasskeyClient } = await import('/client.js')
        const passkeys = createPasskeyClient()
        const { name } = await passkeys.enroll()
        const { home } = await passkeys.signIn()
        const offered = await new Promise((onSignedIn, onError) => passkeys.autofill({ onSignedIn, onError }))
        globalThis.signInFails = () => passkeys.signIn().catch(({ code }) => code)
        globalThis.outcome = { name, home, offered, violations }
      `),
    )
    await page.goto(`${server.origin}/strict`)
    await page.waitForFunction(() => 'outcome' in globalThis)
    expect(await page.evaluate('outcome')).toEqual({
      name: 'A passkey',
      home: '/home',
      offered: { home: '/home' },
      violations: [],
    })
    await authenticator.setUserVerified(false)
    expect(await page.evaluate('signInFails()')).toBe('cancelled')
    expect(await page.evaluate('outcome.violations')).toEqual([])
  })
})

test('a page that offers autofill enters the back/forward cache, and offers it again when the user comes back', async () => {
  await enroll()
  await authenticator.setPresence(false)
  server.answers.set('GET /sign-in', { body: '<!doctype html><script type="module" src="/sign-in.js"></script>' })
  server.answers.set(
    'GET /sign-in.js',
    script(`
      import { createPasskeyClient } from '/client.js'
      globalThis.errors = []
      addEventListener('pageshow', ({ persisted }) => { globalThis.cameBack = persisted })
      createPasskeyClient().autofill({
        onSignedIn: () => { globalThis.signedIn = true },
        onError: ({ code }) => errors.push(code),
      })
    `),
  )
  await page.goto(`${server.origin}/sign-in`)
  await untilBegun(1)
  await page.goto(`${server.origin}/another-page`)
  await page.goBack({ waitUntil: 'commit' })
  await page.waitForFunction('globalThis.cameBack === true')
  await untilBegun(2)
  expect(await page.evaluate('errors')).toEqual([])
})

describe('the page in docs/browser.md', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../../docs/browser.md'), 'utf8')
  const [, example = ''] = /```html\n([\s\S]+?)```/.exec(docs) ?? []

  beforeEach(async () => {
    await enroll()
    server.answers.set('GET /sign-in', { body: `<!doctype html>${example}` })
    const client = await (await fetch(`${server.origin}/client.js`)).text()
    server.answers.set('GET /latchkey.js', script(client))
  })

  test('signs in from the suggestions', async () => {
    await page.goto(`${server.origin}/sign-in`)
    await page.waitForURL(`${server.origin}/`)
    expect(countOf('POST /passkeys/sign-in/finish')).toBe(1)
  })

  test('signs in with the button', async () => {
    await authenticator.setPresence(false)
    await page.goto(`${server.origin}/sign-in`)
    await untilBegun(1)
    await authenticator.setPresence(true)
    await page.click('button')
    await page.waitForURL(`${server.origin}/`)
    expect(countOf('POST /passkeys/sign-in/finish')).toBe(1)
  })

  test('shows why it failed', async () => {
    await authenticator.setPresence(false)
    await page.goto(`${server.origin}/sign-in`)
    await untilBegun(1)
    server.answers.set('POST /passkeys/sign-in/begin', { status: 500, body: 'Error' })
    await page.click('button')
    await expect.poll(() => page.textContent('#message')).toBe('The server cannot be reached.')
  })
})

import type { Browser, Frame, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addAuthenticator, openChromium, type PageAuthenticator } from './open-chromium.js'
import { json, type PageServer, servePages } from './serve-pages.js'

let browser: Browser
let server: PageServer
let page: Page
let authenticator: PageAuthenticator

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openChromium(), servePages()])
})

afterAll(async () => {
  await Promise.all([browser.close(), server.close()])
})

beforeEach(async () => {
  page = await browser.newPage()
  authenticator = await addAuthenticator(page)
  await page.goto(server.origin)
})

afterEach(async () => {
  server.answers.clear()
  await page.close()
})

interface Outcome {
  readonly code?: string
  readonly message?: string
  readonly result?: unknown
}

/** Calls one verb without arguments in a page, and returns what comes of it. As text, which Vite leaves alone. */
function call(verb: string, where: Page | Frame = page): Promise<Outcome> {
  return where.evaluate(`import('/client.js')
    .then(({ createPasskeyClient }) => createPasskeyClient().${verb}())
    .then((result) => ({ result }), ({ code, message }) => ({ code, message }))`)
}

const unreachable = { code: 'network', message: 'The server cannot be reached.' }
const login = { status: 302, headers: { location: '/login' } }

describe('a server that', () => {
  test('is there signs in', async () => {
    expect(await call('enroll')).toEqual({ result: { id: 'new', name: 'A passkey' } })
    expect(await call('signIn')).toEqual({ result: { home: '/home' } })
  })

  test.each(['signIn', 'enroll', 'list', 'signal', 'prompt'])('is offline: %s → network', async (verb) => {
    expect(await call('config')).toMatchObject(unreachable)
    await page.context().setOffline(true)
    expect(await call(verb)).toEqual(unreachable)
  })

  test('has had too many tries → too_many_tries, with its title', async () => {
    const problem = { type: 'about:blank', title: 'Too many tries. Please wait a moment.', code: 'too_many_tries' }
    server.answers.set('POST /passkeys/sign-in/begin', json({ ...problem, status: 429 }, 429))
    expect(await call('signIn')).toEqual({ code: 'too_many_tries', message: problem.title })
  })

  test.each([429, 500, 502, 503])('has a proxy in front that answers %i with a page → network', async (status) => {
    server.answers.set('POST /passkeys/sign-in/begin', { status, body: '<h1>Error' })
    expect(await call('signIn')).toEqual(unreachable)
  })

  test.each([
    ['signIn', 'POST /passkeys/sign-in/begin'],
    ['enroll', 'POST /passkeys/enroll/begin'],
    ['enroll', 'POST /passkeys/enroll/finish'],
    ['list', 'GET /passkeys/'],
    ['remove', 'DELETE /passkeys/'],
    ['signal', 'GET /passkeys/signals'],
  ])('answers %s with a page, or with a redirect to a login page, at %s → network', async (verb, address) => {
    server.answers.set(address, { body: '<!doctype html><title>Sign in' })
    expect(await call(verb)).toEqual(unreachable)
    server.answers.set(address, login)
    expect(await call(verb)).toEqual(unreachable)
  })
})

describe('a cross-origin frame', () => {
  async function openFrame(allow: string): Promise<Frame> {
    const address = `http://frame.localhost:${server.port}/`
    server.answers.set('GET /outer', { body: `<!doctype html><iframe src="${address}" allow="${allow}"></iframe>` })
    await page.goto(`${server.origin}/outer`)
    await page.waitForLoadState('networkidle')
    const frame = page.frames().find((it) => it.url() === address)
    if (!frame) throw new Error('The frame has not loaded.')
    return frame
  }

  test.each(['signIn', 'enroll'])('without permission: %s → blocked_by_frame', async (verb) => {
    expect(await call(verb, await openFrame(''))).toMatchObject({ code: 'blocked_by_frame' })
  })

  test('with permission signs in', async () => {
    const frame = await openFrame('publickey-credentials-get *; publickey-credentials-create *')
    await frame.click('body')
    expect(await call('enroll', frame)).toMatchObject({ result: { id: 'new' } })
    expect(await call('signIn', frame)).toMatchObject({ result: { home: '/home' } })
  })
})

test('two bundles of the client on one page share one queue', async () => {
  await call('enroll')
  await authenticator.setPresence(false)
  const begins = () => server.requests.filter((it) => it === 'POST /passkeys/sign-in/begin').length
  const before = begins()
  await page.evaluate(`import('/client.js?bundle=1').then(({ createPasskeyClient }) => {
    createPasskeyClient().autofill({ onSignedIn: () => {}, onError: () => {} })
  })`)
  await expect.poll(begins).toBe(before + 1)
  await page.waitForLoadState('networkidle')
  await authenticator.setPresence(true)
  expect(await call('signIn')).toEqual({ result: { home: '/home' } })
})

test('a user who does not answer → timed_out', async () => {
  await call('enroll')
  await authenticator.setPresence(false)
  const options = { challenge: 'AAECAwQFBgcICQoLDA0ODw', rpId: 'localhost', timeout: 300, allowCredentials: [] }
  server.answers.set('POST /passkeys/sign-in/begin', json({ ceremony: 'c', options }))
  expect(await call('signIn')).toEqual({ code: 'timed_out', message: 'The passkey request took too long.' })
})

test('a page of another relying party → wrong_domain', async () => {
  await page.goto(`http://127.0.0.1:${server.port}/`).catch(() => page.goto(`http://other.localhost:${server.port}/`))
  const options = { challenge: 'AAECAwQFBgcICQoLDA0ODw', rpId: 'example.com', timeout: 300, allowCredentials: [] }
  server.answers.set('POST /passkeys/sign-in/begin', json({ ceremony: 'c', options }))
  expect(await call('signIn')).toMatchObject({ code: 'wrong_domain' })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addAuthenticator, openChromium, type PageAuthenticator } from '../../../browser/test/pages/open-chromium.js'
import { json, type PageServer, servePages } from '../../../browser/test/pages/serve-pages.js'
import { bundled } from './open-elements.js'

const docs = readFileSync(join(import.meta.dirname, '../../../../docs/elements.md'), 'utf8')
const [signInPage = '', accountPage = ''] = [...docs.matchAll(/```html\n([\s\S]+?)```/g)].map(([, html = '']) => html)
const [policy = ''] = /default-src 'none'[^`]*/.exec(docs) ?? []

let browser: Browser
let server: PageServer
let page: Page
let authenticator: PageAuthenticator

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openChromium(), servePages(bundled)])
})

afterAll(async () => {
  await Promise.all([browser.close(), server.close()])
})

beforeEach(async () => {
  page = await browser.newPage()
  authenticator = await addAuthenticator(page)
  server.requests.length = 0
  await page.goto(server.origin)
  const client = await (await fetch(`${server.origin}/client.js`)).text()
  server.answers.set('GET /latchkey.js', { headers: { 'content-type': 'text/javascript' }, body: client })
})

afterEach(async () => {
  server.answers.clear()
  await page.close()
})

/** As it is in the documents, but for its script, which the policy wants in a file of its own. */
async function openStrict(html: string): Promise<void> {
  const [, script = ''] = /<script type="module">([\s\S]+)<\/script>/.exec(html) ?? []
  const body = html.replace(script, '').replace('<script ', '<script src="/page.js" ')
  const watch = `globalThis.violations = []
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))`
  server.answers.set('GET /page.js', {
    headers: { 'content-type': 'text/javascript' },
    body: script.replace(/(import .+)/, `$1\n${watch}`),
  })
  server.answers.set('GET /page', {
    headers: { 'content-security-policy': `${policy.replaceAll('\n', ' ')}; base-uri 'none'; form-action 'none'` },
    body: `<!doctype html><html lang="en"><title>Test</title>${body}`,
  })
  await page.goto(`${server.origin}/page`)
}

const enroll = () =>
  page.evaluate(`import('/client.js').then(({ createPasskeyClient }) => createPasskeyClient().enroll())`)

test('the sign-in page signs in from the suggestions', async () => {
  await enroll()
  server.answers.set('GET /page', { body: signInPage })
  await page.goto(`${server.origin}/page`)
  await page.waitForURL(`${server.origin}/account`)
})

test('the sign-in page signs in with the button, and violates no strict policy', async () => {
  await enroll()
  await authenticator.setPresence(false)
  await openStrict(signInPage)
  await expect.poll(() => server.requests).toContain('POST /passkeys/sign-in/begin')
  expect(await page.evaluate('violations')).toEqual([])
  await authenticator.setPresence(true)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(`${server.origin}/account`)
})

test('the account page asks, creates and lists, and violates no strict policy', async () => {
  const passkey = { id: 'new', name: 'A passkey', createdAt: 0, signInCount: 0, synced: true, removable: true }
  server.answers.set('GET /passkeys/prompt', json({ prompt: 'offer', reason: 'due', skippable: true, never: false }))
  server.answers.set('GET /passkeys/', json({ passkeys: [] }))
  await openStrict(accountPage)
  await page.getByText('No passkeys yet.').waitFor()
  server.answers.set('GET /passkeys/', json({ passkeys: [passkey] }))
  await page.locator('passkey-prompt').getByRole('button', { name: 'Create a passkey' }).click()
  await page.locator('passkey-list').getByText('A passkey', { exact: true }).waitFor()
  expect(await page.locator('passkey-prompt').getByRole('status').textContent()).toContain('Added “A passkey”.')
  expect(await page.evaluate('violations')).toEqual([])
})

import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addAuthenticator, openChromium } from './open-chromium.js'
import { type PageServer, servePages } from './serve-pages.js'

let browser: Browser
let server: PageServer

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openChromium(), servePages()])
})

afterAll(async () => {
  await Promise.all([browser.close(), server.close()])
})

test('a page that is closed while the dialog is open still reports', async () => {
  const page = await browser.newPage()
  const authenticator = await addAuthenticator(page)
  await authenticator.setPresence(false)
  await page.goto(server.origin)
  const began = page.waitForResponse('**/sign-in/begin')
  await page.evaluate(`import('/client.js').then(({ createPasskeyClient, reportOutcomes }) => {
    reportOutcomes(createPasskeyClient).signIn().catch(() => undefined)
  })`)
  await began
  await page.waitForFunction(`performance.getEntriesByName(location.origin + '/passkeys/sign-in/begin').length === 1`)
  await page.close({ runBeforeUnload: true })
  await vi.waitFor(() => expect(server.requests).toContain('POST /passkeys/outcome'), { timeout: 10_000 })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAuthenticator, openChromium } from './open-chromium.js'
import { type PageServer, servePages } from './serve-pages.js'

const docs = join(import.meta.dirname, '../../../../docs/browser.md')

/** What the client uses, what a page finds out about it, and what happens in a browser that lacks it. */
const features = [
  ['passkeys at all', `'PublicKeyCredential' in window`, '`not_supported`; on `http:` `insecure_context`'],
  ['autofill', 'PublicKeyCredential.isConditionalMediationAvailable()', 'nothing happens'],
  ['creating passkeys silently', able('conditionalCreate'), '`upgrade()` has the reason `not_supported`'],
  ['immediate sign-in', able('immediateGet'), '`not_supported`, before the server is asked'],
  ['passkeys of related origins', able('relatedOrigins'), '`wrong_domain` on the other origins'],
  ['signal: unknown passkey', exists('signalUnknownCredential'), 'the passkey is still offered'],
  ['signal: accepted passkeys', exists('signalAllAcceptedCredentials'), 'removed passkeys are still offered'],
  ['signal: names of the user', exists('signalCurrentUserDetails'), 'the old name is still shown'],
  ['keys from passkeys', able('extension:prf'), '`enabled: false`; `deriveKey` is `not_supported`'],
  ['bytes with a passkey', able('extension:largeBlob'), '`supported: false`; the others are `not_supported`'],
  ['options as JSON', exists('parseCreationOptionsFromJSON'), 'a decoder is loaded'],
  ['reports of a closing page', `'sendBeacon' in navigator`, 'nothing is reported'],
] as const

function able(capability: string): string {
  return `PublicKeyCredential.getClientCapabilities().then((it) => it['${capability}'] === true)`
}

function exists(method: string): string {
  return `typeof PublicKeyCredential.${method} === 'function'`
}

let browser: Browser
let server: PageServer
let page: Page

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openChromium(), servePages()])
  page = await browser.newPage()
  await addAuthenticator(page)
  await page.goto(server.origin)
})

afterAll(async () => {
  await Promise.all([browser.close(), server.close()])
})

/** `npx vitest run -u` with this file writes the table into the page. */
test('the table of docs/browser.md is what Chromium reports', async () => {
  const rows: string[] = []
  for (const [name, question, without] of features) {
    const found = (await page.evaluate(question)) === true
    rows.push(`| ${name} | ${found ? 'yes' : 'no'} | ${without} |`)
  }
  const table = ['| feature | Chromium | in a browser without it |', '|---|---|---|', ...rows].join('\n')
  const [before = '', after = ''] = readFileSync(docs, 'utf8').split(
    /(?<=<!-- support -->\n).*(?=\n<!-- \/support -->)/s,
  )
  await expect(`${before}${table}${after}`).toMatchFileSnapshot(docs)
})

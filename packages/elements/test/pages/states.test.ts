import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, noViolations } from '../../../../test-support/find-violations.js'
import { openChromium } from '../../../browser/test/pages/open-chromium.js'
import { type PageServer, servePages } from '../../../browser/test/pages/serve-pages.js'
import { bundled, openStates, states } from './open-elements.js'

/** Where to write pictures of every state; for people, no test compares them. */
const pictures = process.env.LATCHKEY_PICTURES

let browser: Browser
let server: PageServer

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openChromium(), servePages(bundled)])
  if (pictures) mkdirSync(pictures, { recursive: true })
})

afterAll(async () => {
  await Promise.all([browser.close(), server.close()])
})

test('axe finds nothing in any state, light and dark', async () => {
  const { page, show } = await openStates({ browser, server })
  const found: Record<string, unknown> = {}
  for (const name of Object.keys(states)) {
    await show(name)
    found[name] = await findViolations(page)
    if (!pictures) continue
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png`, fullPage: true })
    }
  }
  expect(found).toEqual(Object.fromEntries(Object.keys(states).map((name) => [name, noViolations])))
}, 60_000)

/** Those that differ in their texts from the others. */
const texts = [
  'sign-in',
  'list',
  'list-empty',
  'list-rename',
  'list-remove',
  'list-code',
  'prompt-due',
  'prompt-device-unsupported',
  'prompt-created',
]

const widest = `Math.max(document.documentElement.scrollWidth, ...[...document.querySelector('#place > *').shadowRoot
  .querySelectorAll('*')].map((it) => it.getBoundingClientRect()).flatMap(({ left, right }) => [right, innerWidth - left]))`

test('no state is wider than a screen of 320 px, in each language and from right to left', async () => {
  const { page, show } = await openStates({ browser, server, width: 320 })
  const wider: string[] = []
  for (const lang of ['en', 'de', 'fr', 'es', 'ja', 'pt-BR', 'ar']) {
    await page.evaluate(
      `Object.assign(document.documentElement, { lang: '${lang}', dir: '${lang === 'ar' ? 'rtl' : 'ltr'}' })`,
    )
    for (const name of texts) {
      await show(name)
      const width = Number(await page.evaluate(widest))
      if (width > 320) wider.push(`${lang} ${name}: ${width}`)
      if (pictures) await page.screenshot({ path: `${pictures}/${lang}-${name}.png`, fullPage: true })
    }
  }
  expect(wider).toEqual([])
}, 60_000)

import { readFileSync } from 'node:fs'
import { addDevice, type Device, deviceFixtures, injectAuthenticator } from '@latchkey/testing/playwright'
import { expect as expectPage } from '@playwright/test'
import { transform } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumArguments, findChromium } from '../../../../scripts/run/chromium.mjs'
import { type App, serveApp } from './serve-app.js'

let browser: Browser
let app: App
let page: Page

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? 'chromium', args: [...chromiumArguments] })
})
afterAll(() => browser.close())

beforeEach(async () => {
  app = await serveApp()
  page = await newPage()
})
afterEach(async () => {
  await page.context().close()
  await app.close()
})

const newPage = async () => (await browser.newContext({ baseURL: app.origin })).newPage()

/** What the page says after a press of the button. */
async function press(button: 'create' | 'sign-in', on = page): Promise<string> {
  await on.evaluate(`document.querySelector('output').value = ''`)
  await on.click(`#${button}`)
  const said = await on.waitForFunction(`document.querySelector('output').value`)
  return String(await said.jsonValue())
}

const created = 'You have a passkey.'
const signedIn = 'You are signed in.'

describe('a device', () => {
  let device: Device

  beforeEach(async () => {
    device = await addDevice(page)
    await page.goto('/')
  })

  test('creates a passkey and signs in, and shows what it has', async () => {
    expect(await device.passkeys()).toEqual([])
    expect(await press('create')).toBe(created)
    expect(await press('sign-in')).toBe(signedIn)
    const [passkey, ...others] = await device.passkeys()
    expect(others).toEqual([])
    expect(passkey).toMatchObject({ rpId: 'localhost', signCount: 2, userName: 'Ada' })
    for (const text of [passkey?.id, passkey?.userHandle]) expect(text).toMatch(/^[\w-]+$/)
  })

  test('that does not recognize its user → cancelled, until it does', async () => {
    await press('create')
    await device.setUserVerified(false)
    expect(await press('sign-in')).toBe('cancelled')
    await device.setUserVerified(true)
    expect(await press('sign-in')).toBe(signedIn)
  })

  test('whose user is not there waits', async () => {
    await press('create')
    await device.setPresence(false)
    await page.click('#sign-in')
    await device.setPresence(true)
    // The next request aborts the one that waits.
    expect(await press('sign-in')).toMatch(/aborted|signed in/)
    await expect.poll(() => page.textContent('output')).toBe(signedIn)
  })

  test('that has forgotten its passkey, and one that is unplugged', async () => {
    await press('create')
    const [passkey] = await device.passkeys()
    await device.forget(passkey?.id ?? '')
    expect(await device.passkeys()).toEqual([])
    expect(await press('sign-in')).toBe('cancelled')
    await device.remove()
    await expect(device.passkeys()).rejects.toThrow()
  })

  test('whose passkeys are synced to another page’s', async () => {
    await press('create')
    const other = await newPage()
    const copy = await addDevice(other)
    await device.copyTo(copy)
    expect(await copy.passkeys()).toEqual(await device.passkeys())
    await other.goto('/')
    expect(await press('sign-in', other)).toBe(signedIn)
    await other.context().close()
  })

  test('changes of a passkey: counts, and backup', async () => {
    await press('create')
    const [{ id } = { id: '' }] = await device.passkeys()
    await device.change(id, { signCount: 41, backupEligible: true, backedUp: false })
    expect(await press('sign-in')).toBe(signedIn)
    expect(await device.passkeys()).toMatchObject([{ signCount: 42 }])
  })
})

test('a cloned security key is noticed', async () => {
  const key = await addDevice(page, { kind: 'security-key' })
  await page.goto('/')
  await press('create')
  const thief = await newPage()
  await key.copyTo(await addDevice(thief, { kind: 'security-key' }))
  expect(await press('sign-in')).toBe(signedIn)
  await thief.goto('/')
  expect(await press('sign-in', thief)).toBe('sign_in_failed')
  expect(app.refusals).toEqual(['sign_count_regression'])
  await thief.context().close()
})

test.each([
  ['at-once', { enabled: true, results: true }],
  ['later', { enabled: true, results: false }],
  ['never', { enabled: false, results: false }],
] as const)('prf: %s', async (prf, expected) => {
  await addDevice(page, { prf })
  await page.goto('/')
  const outcome = await page.evaluate(`navigator.credentials.create({ publicKey: {
    rp: { name: 'App' }, user: { id: new Uint8Array(8), name: 'ada', displayName: 'Ada' }, challenge: new Uint8Array(16),
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }], authenticatorSelection: { userVerification: 'required' },
    extensions: { prf: { eval: { first: new Uint8Array(32) } } },
  } }).then((it) => it.getClientExtensionResults().prf).then(({ enabled, results }) => ({ enabled, results: !!results }))`)
  expect(outcome).toEqual(expected)
})

describe('a software authenticator in the page', () => {
  test('creates a passkey and signs in; a lie is refused; then it is honest again', async () => {
    const injected = await injectAuthenticator(page, { origin: app.origin, algorithms: [-7] })
    await page.goto('/')
    expect(await press('create')).toBe(created)
    expect(await press('sign-in')).toBe(signedIn)
    expect(injected.authenticator.credentials).toHaveLength(1)
    injected.lie({ get: { tamper: { signature: () => new Uint8Array([0x30, 0]) } } })
    expect(await press('sign-in')).toBe('sign_in_failed')
    injected.lie({ get: { userVerified: false } })
    expect(await press('sign-in')).toBe('sign_in_failed')
    expect(app.refusals).toEqual(['signature_invalid', 'user_verification_missing'])
    injected.lie()
    expect(await press('sign-in')).toBe(signedIn)
  })

  test('fails as a browser does', async () => {
    await injectAuthenticator(page, { origin: app.origin, algorithms: [-7] })
    await page.goto('/')
    expect(await press('sign-in')).toBe('cancelled')
    await press('create')
    expect(await press('create')).toBe('already_registered')
  })
})

test('the ten lines of docs/testing.md', async () => {
  const [, block = ''] =
    /```ts\n(import \{ .*?'@playwright\/test'.*?)```/s.exec(
      readFileSync(new URL('../../../../docs/testing.md', import.meta.url), 'utf8'),
    ) ?? []
  const { code } = await transform(block, { loader: 'ts', format: 'cjs' })
  const tests: ((fixtures: { page: Page; device: Device }) => Promise<void>)[] = []
  const base = { extend: () => (_: string, run: (typeof tests)[number]) => tests.push(run) }
  const modules: Readonly<Record<string, unknown>> = {
    '@playwright/test': { test: base, expect: expectPage },
    '@latchkey/testing/playwright': { deviceFixtures },
  }
  new Function('require', 'module', 'exports', code)((name: string) => modules[name], {}, {})
  expect(tests).toHaveLength(1)
  for (const run of tests) await deviceFixtures.device({ page }, (device) => run({ page, device }))
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'
import { findFreePort } from '../../../test-support/find-free-port.js'
import { openPolicy, signInAsAdmin } from './admin.js'
import { type DemoServer, startDemo } from './demo-server.js'
import { createPerson } from './person.js'
import { createPolicyPage } from './policy-page.js'
import { spendMonth } from './spend-month.js'
import { createUsersPage } from './users-page.js'
import { createSocket } from './virtual-authenticator.js'
import { withoutAutofill } from './without-autofill.js'

const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

/** A server that can be restarted at another time. */
const test = base.extend<{ dataDir: string; serveAt: (clock: string) => Promise<DemoServer> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from the pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
    await use(dataDir)
    await rm(dataDir, { recursive: true })
  },
  serveAt: async ({ dataDir }, use) => {
    const port = await findFreePort()
    let server: DemoServer | undefined
    await use(async (clock) => {
      await server?.stop()
      server = await startDemo({ port, dataDir, clock })
      return server
    })
    await server?.stop()
  },
})

test('screenshots of user pages and the policy', async ({ page, browser, serveAt, dataDir }) => {
  await withoutAutofill(page)
  const plugIn = await createSocket(page)
  const laptop = await plugIn('internal')

  const { origin } = await serveAt('2026-03-12T09:24:00Z')
  const person = createPerson({ page, origin, email: 'ada@example.com' })
  await page.goto(`${origin}/sign-in`)
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await takePictures(page, 'sign-in')

  await person.signUp()
  await expect(page.getByRole('button', { name: 'Create a passkey' })).toBeVisible()
  await takePictures(page, 'offer')
  await person.acceptOffer()
  await rename(page, 'This device', 'MacBook Air')
  await useTimes(3)

  await serveAt('2026-05-02T17:05:00Z')
  await signInWithPasskey()
  const key = await plugIn('usb')
  await person.addPasskey()
  await rename(page, 'Security key', 'YubiKey on my key ring')
  await key.remove()
  await useTimes(8)

  await serveAt('2026-05-04T08:30:00Z')
  await signInWithPasskey()
  await person.join('Marsh & Moor Trust')
  await serveAt('2026-05-04T08:33:30Z')
  await page.reload()
  await takePictures(page, 'account')
  expect(await laptop.credentials()).toHaveLength(1)

  for (const email of ['grace@example.com', 'mary@example.com']) {
    const elsewhere = await (await browser.newContext()).newPage()
    await (await createSocket(elsewhere))('internal')
    const other = createPerson({ page: elsewhere, origin, email })
    await other.signUp()
    await other.acceptOffer()
    await other.join('Marsh & Moor Trust')
  }
  const adminPage = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await openPolicy(adminPage, { origin, dataDir })
  await picturePolicy(adminPage)

  async function signInWithPasskey(): Promise<void> {
    await page.goto(`${origin}/sign-in?again`)
    await person.pressPasskeyButton()
    await expect(page).toHaveURL(`${origin}/account`)
  }

  async function useTimes(times: number): Promise<void> {
    for (let time = 0; time < times; time++) await signInWithPasskey()
  }
})

test('screenshots of the admin pages', async ({ browser, serveAt, dataDir }) => {
  const begin = '2026-05-05T09:24:00Z'
  const demo = await serveAt(begin)
  const [someone] = await spendMonth({ browser, demo, from: Date.parse(begin) })
  const adminPage = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
  await signInAsAdmin(adminPage, { origin: demo.origin, dataDir })
  const users = createUsersPage(adminPage, demo.origin)
  await users.find(someone ?? '')
  await users.suspend('Security key')
  await users.rename('This device', 'MacBook Air')
  await adminPage.goto(adminPage.url().replace('?done=renamed', ''))
  await takePictures(adminPage, 'users')
  await adminPage.goto(`${demo.origin}/admin/adoption`)
  await takePictures(adminPage, 'adoption', 1_120)
  await adminPage.goto(`${demo.origin}/admin/events`)
  await takePictures(adminPage, 'events', 800)
})

/** A saved override, and the preview of its next change. */
async function picturePolicy(page: Page): Promise<void> {
  const policy = createPolicyPage(page)
  await policy.goTo('Marsh & Moor Trust')
  await policy.choose('Passkeys are', 'Mandatory')
  await policy.choose('When a passkey is created', 'Required')
  await policy.choose('Passwords of users with a passkey', 'Refused once enrolled')
  await page.getByRole('button', { name: 'Auth0' }).click()
  await policy.save()
  await page.goto(page.url().replace('&saved=', ''))
  await takePictures(page, 'policy', 1_000)
  await policy.choose('Allow synced passkeys', 'No')
  await policy.choose('Check authenticators at', 'Enroll and sign in')
  await policy.showPreview()
  await expect(policy.preview).toContainText('2 users would be locked out')
  await takePictures(page, 'policy-preview', 800)
}

async function rename(page: Page, before: string, after: string): Promise<void> {
  await page.getByRole('button', { name: `Rename ${before}` }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(after)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `Rename ${after}` })).toBeVisible()
}

/** The full page, or only the window if a height is given. */
async function takePictures(page: Page, name: string, wideHeight?: number): Promise<void> {
  for (const [width, height] of [
    [1280, wideHeight ?? 800],
    [390, 844],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({
        path: join(images, `${name}-${width}-${colorScheme}.png`),
        caret: 'hide',
        fullPage: wideHeight === undefined,
      })
    }
  }
}

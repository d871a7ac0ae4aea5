import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect, type Page } from '@playwright/test'
import { type DemoServer, findFreePort, startDemo } from './demo-server.js'
import { createPerson } from './person.js'
import { createSocket } from './virtual-authenticator.js'
import { withoutAutofill } from './without-autofill.js'

const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

/** A server that can be stopped, and started again at another time. */
const test = base.extend<{ serveAt: (clock: string) => Promise<DemoServer> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from the pattern
  serveAt: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
    const port = await findFreePort()
    let server: DemoServer | undefined
    await use(async (clock) => {
      await server?.stop()
      server = await startDemo({ port, dataDir, clock })
      return server
    })
    await server?.stop()
    await rm(dataDir, { recursive: true })
  },
})

test('the pictures of the documentation', async ({ page, serveAt }) => {
  await withoutAutofill(page)
  const plugIn = await createSocket(page)
  const laptop = await plugIn('internal')

  const { origin } = await serveAt('2026-03-12T09:24:00Z')
  const person = createPerson({ page, origin, email: 'ada@example.com' })
  await page.goto(`${origin}/sign-in`)
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await takePictures(page, 'sign-in')

  await person.signUp()
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible()
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
  await serveAt('2026-05-04T08:33:30Z')
  await page.reload()
  await takePictures(page, 'account')
  expect(await laptop.credentials()).toHaveLength(1)

  async function signInWithPasskey(): Promise<void> {
    await page.goto(`${origin}/sign-in?again`)
    await person.pressPasskeyButton()
    await expect(page).toHaveURL(`${origin}/account`)
  }

  async function useTimes(times: number): Promise<void> {
    for (let time = 0; time < times; time++) await signInWithPasskey()
  }
})

async function rename(page: Page, before: string, after: string): Promise<void> {
  await page.getByRole('button', { name: `Rename ${before}` }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(after)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `Rename ${after}` })).toBeVisible()
}

async function takePictures(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({
        path: join(images, `${name}-${width}-${colorScheme}.png`),
        caret: 'hide',
        fullPage: true,
      })
    }
  }
}

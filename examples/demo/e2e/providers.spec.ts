import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { findFreePort } from '../../../test-support/find-free-port.js'
import { signInAsAdmin } from './admin.js'
import { startDemo } from './demo-server.js'
import { test as base, type Demo } from './fixtures.js'
import { createUsersPage } from './users-page.js'
import { withoutAutofill } from './without-autofill.js'

const picture = (color: string) =>
  `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"><rect width="9" height="7" fill="${color}"/></svg>`)}`

/** An entry for Chromium's virtual authenticator, in the format of the community's list. */
const providers = {
  '01020304-0506-0708-0102-030405060708': {
    name: 'Virtual Keychain',
    icon_light: picture('green'),
    icon_dark: picture('yellow'),
  },
}

/** A server with a list of providers next to its database. */
const test = base.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from the pattern
    async ({}, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
      await writeFile(join(dataDir, 'providers.json'), JSON.stringify(providers))
      const server = await startDemo({ port: await findFreePort(), dataDir })
      await use({ ...server, dataDir, restart: server.stop })
      await server.stop()
      await rm(dataDir, { recursive: true })
    },
    { scope: 'worker' },
  ],
})

test('a passkey shows its provider to the user and to admins, on light and dark pages', async ({
  page,
  browser,
  demo,
  person,
  plugIn,
}) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.enroll()
  await expect(person.passkey('Virtual Keychain')).toContainText('Synced across your devices')
  expect(await readPicture(page)).toEqual({ width: 9, source: picture('green') })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => readPicture(page)).toEqual({ width: 9, source: picture('yellow') })
  const adminPage = await (await browser.newContext()).newPage()
  await signInAsAdmin(adminPage, demo)
  const users = createUsersPage(adminPage, demo.origin)
  await users.find(person.email)
  await expect(users.passkey('Virtual Keychain')).toContainText('Synced across their devices')
  expect(await readPicture(adminPage)).toEqual({ width: 9, source: picture('green') })
  await adminPage.context().close()
})

/** The image that the browser has loaded and decoded. */
function readPicture(page: Page): Promise<unknown> {
  return page.evaluate(`(async () => {
    const { shadowRoot } = document.querySelector('#passkeys')
    const image = (shadowRoot ?? document).querySelector('picture img')
    await image.decode()
    return { width: image.naturalWidth, source: image.currentSrc }
  })()`)
}

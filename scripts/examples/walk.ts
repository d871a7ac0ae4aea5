import { addDevice, type Device } from '@latchkey/testing/playwright'
import { chromium, type Page } from 'playwright'
import { chromiumArguments, findChromium } from '../run/chromium.mjs'

const longestWaitMs = 15_000
/** Some frameworks write the path with a slash at its end. */
const account = /\/account\/?$/
const begin = /\/sign-in\/begin\/?$/

/**
 * What a new user does, in every example: account, prompt, passkey, sign-in by autofill and by the button, removal,
 * password, "Not now". All examples have pages of the same structure.
 *
 * @throws {Error} of the step that fails.
 */
export async function walk(address: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium() ?? 'chromium', args: [...chromiumArguments] })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(longestWaitMs)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await walkAs(page, await addDevice(page), address)
    if (errors.length > 0) throw new Error(`The pages threw: ${errors.join('; ')}`)
  } finally {
    await browser.close()
  }
}

async function walkAs(page: Page, device: Device, address: string): Promise<void> {
  const user = { email: `ada-${Date.now()}@example.com`, password: 'correct horse' }
  await page.goto(address)
  await submit(page, '#sign-up', user)
  await page.locator('#prompt').waitFor()
  await page.locator('#create').click()
  await page.locator('#passkeys li').waitFor()
  await page.locator('#prompt').waitFor({ state: 'hidden' })

  // The device takes what the field suggests as soon as it is offered.
  await signOut(page)
  await page.waitForURL(account)
  await page.locator('#passkeys li').waitFor()

  // The field's request waits for its user, and does not hear of presence. The button's is a new one.
  await device.setPresence(false)
  const offered = page.waitForResponse(begin)
  await signOut(page)
  await offered
  await page.route(begin, async (route) => {
    await device.setPresence(true)
    await route.continue()
  })
  await page.locator('#passkey').click()
  await page.waitForURL(account)
  await page.unroute(begin)

  await page.locator('#passkeys li button').click()
  await page.locator('#passkeys li').waitFor({ state: 'detached' })
  await signOut(page)
  await submit(page, '#sign-in', { ...user, password: 'wrong' })
  await page.locator('#sign-in').waitFor()
  await submit(page, '#sign-in', user)
  await page.locator('#not-now').click()
  await page.locator('#prompt').waitFor({ state: 'hidden' })
}

async function submit(page: Page, form: string, user: { readonly email: string; readonly password: string }) {
  await page.locator(`${form} [name=email]`).fill(user.email)
  await page.locator(`${form} [name=password]`).fill(user.password)
  await page.locator(`${form} button:not([type=button])`).click()
}

/** The sign-in page is there, and offers passkeys in its autofill: its script runs, so its buttons work. */
async function signOut(page: Page): Promise<void> {
  const offered = page.waitForResponse(/\/passkeys\/sign-in\/begin\/?$/)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await offered
}

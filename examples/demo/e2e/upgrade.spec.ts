import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

/**
 * Chromium creates passkeys silently in its own password manager only. This page's `create` records that it was asked
 * to, and asks the virtual authenticator, whose response says what such browsers say: no user was present or verified.
 */
async function withSilentCreation(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const create = CredentialsContainer.prototype.create
    CredentialsContainer.prototype.create = function (options) {
      const { mediation, ...request }: CredentialCreationOptions & { mediation?: string } = options ?? {}
      document.documentElement.dataset.created = mediation ?? 'optional'
      return create.call(this, request)
    }
  })
}

test.beforeEach(async ({ page, person, plugIn, admin, demo }) => {
  await withoutAutofill(page)
  await withSilentCreation(page)
  const device = await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await admin.set({ policy: { prompt: { automatic: true } } })
  await device.answerSilently()
  await page.context().clearCookies()
  await page.goto(`${demo.origin}/sign-in`)
})

test('a password sign-in, and the browser adds a passkey, of which the user reads', async ({ page, demo, person }) => {
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(person.notice).toContainText('so you can sign in without your password')
  await expect(page.locator('html')).toHaveAttribute('data-created', 'conditional')
  await expect(person.passkeys).toHaveCount(1)
  await expect(person.passkeys).toContainText('Never used')
  await page.reload()
  await expect(person.passkeys).toHaveCount(1)
})

import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

/** Stores the mediation of the last passkey request in the document. */
async function markRequests(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials)
    navigator.credentials.get = (options) => {
      const answer = get(options)
      document.documentElement.dataset.requested = options?.mediation ?? 'optional'
      return answer
    }
  })
}

test.describe('a passkey signs in', () => {
  test('by the button, without a user name', async ({ page, demo, person, plugIn }) => {
    await withoutAutofill(page)
    await plugIn('internal')
    await person.enroll()
    await person.signOut()
    await person.pressPasskeyButton()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(page.getByText('Signed in with a passkey, just now')).toBeVisible()
    await expect(page.getByRole('definition').filter({ hasText: person.email })).toBeVisible()
    await expect(person.passkey('This device')).toContainText('Used once')
  })

  test('by autofill, without any press', async ({ page, demo, person, plugIn }) => {
    const device = await plugIn('internal')
    await person.enroll()
    await device.setPresence(false)
    await person.signOut()
    await expect(page.getByLabel('E-mail')).toHaveAttribute('autocomplete', 'username webauthn')
    await device.setPresence(true)
    await page.reload()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(page.getByText('Signed in with a passkey, just now')).toBeVisible()
  })

  test('by the button while autofill waits', async ({ page, demo, person, plugIn }) => {
    const device = await plugIn('internal')
    await person.enroll()
    await device.setPresence(false)
    await markRequests(page)
    await person.signOut()
    await expect(page.locator('html')).toHaveAttribute('data-requested', 'conditional')
    await device.setPresence(true)
    await person.pressPasskeyButton()
    await expect(page).toHaveURL(`${demo.origin}/account`)
  })
})

test.describe('a passkey does not sign in', () => {
  test('when the device does not verify the user; the page says so and the password still works', async ({
    page,
    demo,
    person,
    plugIn,
  }) => {
    await withoutAutofill(page)
    const device = await plugIn('internal')
    await person.enroll()
    await person.signOut()
    await device.setUserVerified(false)
    await person.pressPasskeyButton()
    await expect(person.notice).toHaveText('The passkey request was cancelled.')
    await person.signIn()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(page.getByText('Signed in with your password, just now')).toBeVisible()
  })

  test('after it was removed, even if the authenticator still holds it', async ({ page, person, plugIn }) => {
    await withoutAutofill(page)
    await page.addInitScript(`delete PublicKeyCredential.signalAllAcceptedCredentials
      delete PublicKeyCredential.signalUnknownCredential`)
    await plugIn('internal')
    await person.enroll()
    await person.passkey('This device').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(person.passkeys).toHaveCount(0)
    await person.signOut()
    await person.pressPasskeyButton()
    await expect(person.notice).toHaveText('Signing in with this passkey failed.')
  })
})

test('a wrong password and an unknown address look the same', async ({ page, demo, person, plugIn }) => {
  await plugIn('internal')
  await person.signUp()
  await expect(page).toHaveURL(`${demo.origin}/offer`)
  await page.context().clearCookies()
  await page.goto(`${demo.origin}/sign-in`)
  for (const typed of [{ password: 'something else' }, { email: 'unknown@example.com' }]) {
    await person.signIn(typed)
    await expect(person.notice).toHaveText('The e-mail address or password is wrong.')
    await expect(page.getByLabel('Password')).toBeFocused()
  }
})

test.describe('the sign-in page follows the policy', () => {
  test('classic: the page asks for the e-mail address first', async ({ page, demo, person, plugIn, admin }) => {
    await withoutAutofill(page)
    await admin.set({ policy: { flow: 'classic' } })
    await plugIn('internal')
    await person.enroll()
    await person.signOut()
    await person.pressPasskeyButton()
    await expect(person.notice).toHaveText('Enter your e-mail address first.')
    await expect(page.getByLabel('E-mail')).toBeFocused()
    await page.getByLabel('E-mail').fill(person.email)
    await person.pressPasskeyButton()
    await expect(page).toHaveURL(`${demo.origin}/account`)
  })

  test('autofill: the page has no button; button: the field has no autofill', async ({ page, demo, admin }) => {
    await admin.set({ policy: { signInUi: 'autofill' } })
    await page.goto(`${demo.origin}/sign-in`)
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0)
    await expect(page.getByLabel('E-mail')).toHaveAttribute('autocomplete', 'username webauthn')
    await admin.set({ policy: { signInUi: 'button' } })
    await page.reload()
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveAttribute('autocomplete', 'username')
  })

  test('preferred: passkeys come before the password', async ({ page, demo, admin }) => {
    await admin.set({ policy: { preferred: true } })
    await page.goto(`${demo.origin}/sign-in`)
    await expect(page.getByRole('main').getByRole('button')).toHaveText(['Sign in with a passkey', 'Sign in'])
  })
})

import { expect } from '@playwright/test'
import { findViolations } from './find-violations.js'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test.describe(`${colorScheme}, ${width} wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })

      test('nothing on any page is out of reach', async ({ page, demo, person, plugIn }) => {
        await withoutAutofill(page)
        const device = await plugIn('internal')
        const look = async (where: string) => {
          expect(await findViolations(page), where).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${where}: width`).toBe(
            true,
          )
        }
        await page.goto(`${demo.origin}/sign-in`)
        await look('sign-in')
        await person.signIn()
        await expect(person.notice).not.toBeEmpty()
        await look('sign-in, refused')
        await page.goto(`${demo.origin}/nowhere`)
        await look('a page that there is not')
        await page.goto(`${demo.origin}/sign-up`)
        await look('sign-up')
        await person.signUp()
        await look('offer')
        await person.declineOffer()
        await look('account without passkeys')
        await person.addPasskey()
        await expect(person.passkeys).toHaveCount(1)
        await look('account with a passkey')
        await device.remove()
        for (const action of ['Rename', 'Remove']) {
          await person.passkeys.getByRole('button', { name: action }).click()
          await expect(page.getByRole('dialog')).toBeVisible()
          await look(`the dialog of ${action}`)
          await page.keyboard.press('Escape')
        }
      })
    })
  }
}

test('the whole way can be gone by keyboard alone', async ({ page, demo, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await person.signOut()
  await page.goto(`${demo.origin}/sign-in`)
  await expect(page.getByLabel('E-mail')).toBeFocused()
  for (const _ of ['password', 'sign in', 'passkey']) await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await page.getByRole('button', { name: 'Rename This device' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Laptop')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Rename Laptop' })).toBeFocused()
})

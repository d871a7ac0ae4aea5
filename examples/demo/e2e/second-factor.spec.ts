import { expect } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test.beforeEach(async ({ page, person, plugIn, demo }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.enroll()
  await page.getByRole('button', { name: 'Turn on two-step sign-in' }).click()
  await expect(page.getByRole('button', { name: 'Turn off two-step sign-in' })).toBeVisible()
  await page.context().clearCookies()
  await page.goto(`${demo.origin}/sign-in`)
})

test('a password, then a passkey', async ({ page, demo, person }) => {
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/second-step`)
  await page.goto(`${demo.origin}/account`)
  await expect(page).toHaveURL(`${demo.origin}/second-step`)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(page.getByText('Signed in with your password and a passkey, just now')).toBeVisible()
})

test('a passkey alone, which has verified its user', async ({ page, demo, person }) => {
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(page.getByText('Signed in with a passkey, just now')).toBeVisible()
})

test('the second step can be canceled', async ({ page, demo, person }) => {
  await person.signIn()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page).toHaveURL(`${demo.origin}/sign-in`)
})

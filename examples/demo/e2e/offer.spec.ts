import { expect } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test('after signing up a passkey is offered, and Continue makes one', async ({ page, person, plugIn }) => {
  const device = await plugIn('internal')
  await person.signUp()
  await expect(page.getByRole('heading', { name: 'Sign in without your password' })).toBeVisible()
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
  await expect(person.passkey('This device')).toContainText('Synced across your devices')
  await expect(person.passkey('This device')).toContainText('Never used')
  expect(await device.credentials()).toHaveLength(1)
})

test('who said Not now is not asked again, and can still add a passkey', async ({ page, demo, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await expect(page.getByRole('heading', { name: 'No passkeys yet' })).toBeVisible()
  await person.signOut()
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await page.goto(`${demo.origin}/offer`)
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await person.addPasskey()
  await expect(person.passkeys).toHaveCount(1)
})

test('who has a passkey is not offered another', async ({ page, demo, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await person.signOut()
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('a device that refuses leaves the offer open, and says so', async ({ page, demo, person, plugIn }) => {
  const device = await plugIn('internal')
  await person.signUp()
  await device.setUserVerified(false)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(person.notice).toHaveText('The passkey request was cancelled.')
  await expect(page).toHaveURL(`${demo.origin}/offer`)
  await device.setUserVerified(true)
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
})

test('a browser without WebAuthn is not kept on the offer', async ({ page, demo, person }) => {
  await page.addInitScript('delete window.PublicKeyCredential')
  await person.signUp()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('after a restart, everything is still there', async ({ page, demo, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await demo.restart()
  await page.reload()
  await expect(person.passkey('This device')).toContainText('Never used')
  await person.signOut()
  await demo.restart()
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(person.passkey('This device')).toContainText('Used once')
})

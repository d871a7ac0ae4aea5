import { expect } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test('after sign-up a passkey is offered, and the button creates one', async ({ page, person, plugIn }) => {
  const device = await plugIn('internal')
  await person.signUp()
  await expect(page.getByRole('heading', { name: 'Sign in without a password' })).toBeVisible()
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
  await expect(person.passkey('This device')).toContainText('Synced across your devices')
  await expect(person.passkey('This device')).toContainText('Never used')
  expect(await device.credentials()).toHaveLength(1)
})

test('after Not now the user is not asked again, and can still create a passkey', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await expect(page.getByRole('heading', { name: 'No passkeys yet.' })).toBeVisible()
  await person.signOut()
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await page.goto(`${demo.origin}/offer`)
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await person.addPasskey()
  await expect(person.passkeys).toHaveCount(1)
})

test('a user with a passkey is not offered another one', async ({ page, demo, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await person.signOut()
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('after a device refuses, the offer stays open and says so', async ({ page, demo, person, plugIn }) => {
  const device = await plugIn('internal')
  await person.signUp()
  await device.setUserVerified(false)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(person.notice).toHaveText('The passkey request was cancelled.')
  await expect(page).toHaveURL(`${demo.origin}/offer`)
  await device.setUserVerified(true)
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
})

test('a browser without WebAuthn skips the offer', async ({ page, demo, person }) => {
  await page.addInitScript('delete window.PublicKeyCredential')
  await person.signUp()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('after a restart, all data is still there', async ({ page, demo, person, plugIn }) => {
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

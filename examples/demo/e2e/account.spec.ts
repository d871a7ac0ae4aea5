import { expect } from '@playwright/test'
import { ageSessions } from './age-sessions.js'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test.beforeEach(async ({ page, plugIn, person }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
})

test('a passkey is renamed', async ({ page, person }) => {
  await person.acceptOffer()
  const rename = person.passkey('This device').getByRole('button', { name: 'Rename' })
  await rename.click()
  const dialog = page.getByRole('dialog', { name: 'Rename passkey' })
  await expect(dialog.getByLabel('Name')).toHaveValue('This device')
  await dialog.getByLabel('Name').fill('  Laptop <b>“Söhne”</b>  ')
  await page.keyboard.press('Enter')
  await expect(person.notice).toHaveText('Renamed to “Laptop <b>“Söhne”</b>”.')
  await expect(person.passkey('Laptop <b>“Söhne”</b>').getByRole('button', { name: 'Rename' })).toBeFocused()
  await page.reload()
  await expect(person.passkeys).toHaveCount(1)
  await expect(person.passkey('Laptop <b>“Söhne”</b>')).toBeVisible()
})

test('a canceled dialog changes nothing', async ({ page, person }) => {
  await person.acceptOffer()
  await person.passkey('This device').getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Another name')
  await page.keyboard.press('Escape')
  await person.passkey('This device').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.reload()
  await expect(person.passkey('This device')).toBeVisible()
})

test('a second passkey is added on a security key, and removed again', async ({ page, person, plugIn }) => {
  await person.acceptOffer()
  const key = await plugIn('usb')
  await person.addPasskey()
  await expect(person.notice).toHaveText('Added “Security key”. You can now sign in with it.')
  await expect(person.passkeys).toHaveCount(2)
  await expect(person.passkey('Security key')).toContainText('On one device only')
  expect(await key.credentials()).toHaveLength(1)

  await person.passkey('Security key').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog', { name: 'Remove “Security key”?' }).getByRole('button', { name: 'Remove' }).click()
  await expect(person.notice).toHaveText('Removed “Security key”.')
  await expect(person.passkeys).toHaveCount(1)
  await expect(person.passkey('This device')).toBeVisible()
  await expect.poll(() => key.credentials()).toHaveLength(0)
})

test('a device with a passkey for this account does not get another one', async ({ person }) => {
  await person.acceptOffer()
  await person.addPasskey()
  await expect(person.notice).toHaveText('This device already has a passkey for this account.')
  await expect(person.passkeys).toHaveCount(1)
})

test('the last passkey can be removed, because the password remains', async ({ page, demo, person }) => {
  await person.acceptOffer()
  await person.passkey('This device').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('heading', { name: 'No passkeys yet.' })).toBeVisible()
  await person.signOut()
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/offer`)
})

test('a user who signed in more than five minutes ago signs in again and continues', async ({ page, demo, person }) => {
  await person.declineOffer()
  ageSessions(demo.dataDir, 301)
  await person.addPasskey()
  const dialog = page.getByRole('dialog', { name: 'Please sign in again' })
  await dialog.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page.getByRole('heading', { name: 'Confirm it’s you' })).toBeVisible()
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await person.addPasskey()
  await expect(person.passkeys).toHaveCount(1)
})

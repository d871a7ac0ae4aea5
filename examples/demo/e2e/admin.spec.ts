import { expect } from '@playwright/test'
import { test } from './admin-fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test.beforeEach(({ page }) => withoutAutofill(page))

test('the device deletes a passkey that an admin removed, when the user opens the account page', async ({
  page,
  person,
  plugIn,
  open,
}) => {
  const device = await plugIn('internal')
  await person.enroll()
  const { users } = await open()
  await users.find(person.email)
  await expect(users.passkeys).toHaveCount(1)
  await expect(users.passkey('This device')).toContainText('Backed up')
  await users.remove('This device')
  await expect(users.notice).toContainText('Passkey removed.')
  await expect(users.passkeys).toHaveCount(0)
  expect(await device.credentials()).toHaveLength(1)
  await page.reload()
  await expect.poll(() => device.credentials()).toHaveLength(0)
  await expect(page.getByRole('heading', { name: 'No passkeys yet.' })).toBeVisible()
})

test('of two passkeys, the device deletes only the removed one', async ({ page, person, plugIn, open }) => {
  const device = await plugIn('internal')
  await person.enroll()
  const key = await plugIn('usb')
  await person.addPasskey()
  await expect(person.passkeys).toHaveCount(2)
  const { users } = await open()
  await users.find(person.email)
  await users.remove('This device')
  await page.reload()
  await expect.poll(() => device.credentials()).toHaveLength(0)
  expect(await key.credentials()).toHaveLength(1)
  await person.signOut()
  await person.pressPasskeyButton()
  // The security key signs in, and this device no longer has a passkey.
  await person.declineOffer()
})

test('when an admin removes all passkeys, every authenticator deletes its own', async ({
  page,
  person,
  plugIn,
  open,
}) => {
  const device = await plugIn('internal')
  await person.enroll()
  const key = await plugIn('usb')
  await person.addPasskey()
  await expect(person.passkeys).toHaveCount(2)
  const { users } = await open()
  await users.find(person.email)
  await users.removeAll()
  await expect(users.notice).toContainText('All passkeys removed.')
  await expect(users.passkeys).toHaveCount(0)
  await page.reload()
  await expect.poll(() => device.credentials()).toHaveLength(0)
  await expect.poll(() => key.credentials()).toHaveLength(0)
})

test('a suspended passkey does not sign in and is not deleted; after it is reinstated, it works', async ({
  page,
  demo,
  person,
  plugIn,
  open,
}) => {
  const device = await plugIn('internal')
  await person.enroll()
  const { users } = await open()
  await users.find(person.email)
  await users.suspend('This device')
  await expect(users.passkey('This device')).toContainText('Suspended')
  await page.reload()
  await expect(person.passkey('This device')).toContainText('This passkey is suspended')
  await person.signOut()
  await person.pressPasskeyButton()
  await expect(person.notice).toHaveText('Signing in with this passkey failed.')
  await page.goto(`${demo.origin}/account`)
  await expect(page).toHaveURL(`${demo.origin}/sign-in`)
  expect(await device.credentials()).toHaveLength(1)
  await users.reinstate('This device')
  await expect(users.passkey('This device')).not.toContainText('Suspended')
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('an admin can find, rename, suspend and remove without scripts', async ({ page, person, plugIn, open }) => {
  await plugIn('internal')
  await person.enroll()
  const { users } = await open({ javaScriptEnabled: false })
  await users.find(`  ${person.email.toUpperCase()} `)
  await users.rename('This device', ' Laptop <b>“Söhne”</b> ')
  await expect(users.notice).toHaveText('Passkey renamed.')
  await page.reload()
  await expect(person.passkey('Laptop <b>“Söhne”</b>')).toBeVisible()
  await users.rename('Laptop <b>“Söhne”</b>', '   ')
  await expect(users.notice).toHaveText('Not renamed. A name must have 1 to 100 characters.')
  await users.rename('Laptop <b>“Söhne”</b>', 'Laptop')
  await users.suspend('Laptop')
  await users.remove('Laptop')
  await expect(users.passkeys).toHaveCount(0)
})

test('the second of two admins sees that the passkey was already removed', async ({ person, plugIn, open }) => {
  await plugIn('internal')
  await person.enroll()
  const [first, second] = [await open(), await open()]
  await first.users.find(person.email)
  await second.users.find(person.email)
  await first.users.remove('This device')
  await second.users.suspend('This device')
  await expect(second.users.notice).toHaveText('This passkey was already removed.')
  await expect(second.users.passkeys).toHaveCount(0)
})

test('the page says so if no account has the address', async ({ demo, open }) => {
  const { page, users } = await open()
  await users.find('unknown@example.com')
  await expect(users.notice).toHaveText('No account has this e-mail address.')
  expect((await page.goto(`${demo.origin}/admin/users/unknown`))?.status()).toBe(404)
})

test('an admin can change a passkey only under its owner', async ({ demo, person, plugIn, open, page }) => {
  await plugIn('internal')
  await person.enroll()
  const id = await page.locator('#passkeys [data-id]').getAttribute('data-id')
  const adminPage = await open()
  await adminPage.users.find('second-admin@fieldnotes.example')
  const answer = await adminPage.page.request.post(`${adminPage.page.url()}/passkeys/${id}/remove`, {
    headers: { origin: demo.origin },
  })
  expect(answer.status()).toBe(404)
  await page.reload()
  await expect(person.passkeys).toHaveCount(1)
})

test('other users see no admin page and cannot act as admins', async ({ page, demo, person, plugIn, open }) => {
  await plugIn('internal')
  await page.goto(`${demo.origin}/admin/users`)
  await expect(page).toHaveURL(`${demo.origin}/sign-in`)
  await person.enroll()
  await expect(page.getByRole('link', { name: 'Admin' })).toHaveCount(0)
  const adminPage = await open()
  await adminPage.users.find(person.email)
  const userId = new URL(adminPage.page.url()).pathname.split('/').at(-1)
  for (const path of [
    '',
    '/users',
    `/users/${userId}`,
    '/adoption',
    '/adoption?organization=marsh-and-moor',
    '/events',
  ]) {
    const answer = await page.goto(`${demo.origin}/admin${path}`)
    expect(answer?.status(), path).toBe(403)
    await expect(page.getByRole('heading', { level: 1 }), path).toHaveText('Admins only')
  }
  await page.goto(`${demo.origin}/account`)
  const id = await page.locator('#passkeys [data-id]').getAttribute('data-id')
  const headers = { origin: demo.origin }
  for (const path of [
    '',
    `/${userId}/passkeys/remove`,
    `/${userId}/passkeys/${id}/remove`,
    `/${userId}/passkeys/${id}/suspend`,
  ]) {
    const form = { email: person.email }
    const answer = await page.request.post(`${demo.origin}/admin/users${path}`, { form, headers })
    expect(answer.status(), path).toBe(403)
  }
  await page.reload()
  await expect(person.passkeys).toHaveCount(1)
  await expect(person.passkey('This device')).not.toContainText('suspended')
})

test('another site cannot act through an admin’s browser', async ({ demo, person, plugIn, open }) => {
  await plugIn('internal')
  await person.enroll()
  const { page, users } = await open()
  await users.find(person.email)
  const answer = await page.request.post(`${page.url()}/passkeys/remove`, {
    form: {},
    headers: { origin: 'https://evil.example' },
  })
  expect(answer.status()).toBe(403)
  await page.goto(`${demo.origin}${new URL(page.url()).pathname}`)
  await expect(users.passkeys).toHaveCount(1)
})

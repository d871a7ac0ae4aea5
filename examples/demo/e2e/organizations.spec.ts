import { expect } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

const marsh = { organizationId: 'marsh-and-moor' } as const
const birds = { organizationId: 'bird-survey' } as const
const marshName = 'Marsh & Moor Trust'
const birdsName = 'Northern Bird Survey'

test.beforeEach(({ page }) => withoutAutofill(page))

test('passkeys that are turned off for an organization do not sign in; turned on again, they work', async ({
  page,
  demo,
  person,
  plugIn,
  admin,
}) => {
  const device = await plugIn('internal')
  await person.enroll()
  await person.join(marshName)
  await admin.set({ ...marsh, policy: { mode: 'off' } })
  await page.reload()
  await expect(page.getByText('Passkeys are turned off here.')).toBeVisible()
  await expect(person.passkeys).toHaveCount(0)
  await person.signOut()
  await person.pressPasskeyButton()
  await expect(person.notice).toHaveText(/^Passkeys are \w+ off here\.$/)
  await page.goto(`${demo.origin}/sign-in?organization=marsh-and-moor`)
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0)
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await person.signOut()
  await admin.set({ ...marsh, policy: { mode: 'off' }, enabled: false })
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(person.passkey('This device')).toContainText('Used once')
  expect(await device.credentials()).toHaveLength(1)
})

test('a policy that changes during a sign-in applies to that sign-in', async ({
  page,
  demo,
  person,
  plugIn,
  admin,
}) => {
  await plugIn('internal')
  await person.enroll()
  await person.join(marshName)
  await person.signOut()
  await page.route('**/passkeys/sign-in/finish', async (route) => {
    await admin.set({ ...marsh, policy: { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } } })
    await route.continue()
  })
  await person.pressPasskeyButton()
  await expect(person.notice).toHaveText('This kind of passkey is not allowed here.')
  await page.goto(`${demo.origin}/account`)
  await expect(page).toHaveURL(`${demo.origin}/sign-in`)
})

test('a user switches freely between organizations with the same policy', async ({ page, demo, person, plugIn }) => {
  await plugIn('internal')
  await person.enroll()
  await person.join(marshName)
  await person.join(birdsName)
  await person.signOut()
  await person.pressPasskeyButton()
  await expect(page.getByRole('listitem').filter({ hasText: 'You are here' })).toContainText(marshName)
  await person.switchTo(birdsName)
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(page.getByRole('listitem').filter({ hasText: 'You are here' })).toContainText(birdsName)
})

test('an organization refuses a passkey of the wrong kind, and the user creates one that it accepts', async ({
  page,
  demo,
  person,
  plugIn,
  admin,
}) => {
  const device = await plugIn('internal')
  await person.enroll()
  await person.join(marshName)
  await person.join(birdsName)
  await person.signOut()
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await admin.set({ ...birds, policy: { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } } })
  await person.switchTo(birdsName)
  await expect(page.getByRole('heading', { name: `Sign in again for ${birdsName}` })).toBeVisible()
  await page.getByRole('link', { name: 'Sign in another way' }).click()
  await person.signIn()
  await device.remove()
  await plugIn('usb')
  await person.acceptOffer()
  await expect(page.getByRole('listitem').filter({ hasText: 'You are here' })).toContainText(birdsName)
  await expect(person.passkeys).toHaveCount(2)
})

test('an organization with a stricter policy refuses a weaker sign-in', async ({
  page,
  demo,
  person,
  plugIn,
  admin,
}) => {
  const device = await plugIn('internal')
  await admin.set({ policy: { userVerification: { signIn: 'discouraged' } } })
  await admin.set({ ...birds, policy: { userVerification: { signIn: 'required' } } })
  await person.enroll()
  await person.join(marshName)
  await person.join(birdsName)
  await person.signOut()
  await device.setUserVerified(false)
  await page.goto(`${demo.origin}/sign-in?organization=marsh-and-moor`)
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await person.switchTo(birdsName)
  await expect(page.getByText('requires your device to verify you.')).toBeVisible()
  await page.getByRole('link', { name: 'Stay where you are' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'You are here' })).toContainText(marshName)
  await person.switchTo(birdsName)
  await device.setUserVerified(true)
  await page.getByRole('link', { name: 'Sign in with your passkey' }).click()
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(page.getByRole('listitem').filter({ hasText: 'You are here' })).toContainText(birdsName)
})

test('where passwords are refused, users with a passkey sign in with it, also from another organization', async ({
  page,
  demo,
  person,
  plugIn,
  admin,
}) => {
  await plugIn('internal')
  await person.enroll()
  await person.join(marshName)
  await person.join(birdsName)
  await admin.set({ ...birds, policy: { password: 'refused-once-enrolled' } })
  await person.comeBack()
  await expect(person.notice).toHaveText('Your password is no longer accepted. Sign in with your passkey.')
  await page.goto(`${demo.origin}/sign-in?organization=marsh-and-moor`)
  await person.signIn()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await person.switchTo(birdsName)
  await expect(page.getByText('requires your passkey instead of your password.')).toBeVisible()
  await page.getByRole('link', { name: 'Sign in with your passkey' }).click()
  await person.pressPasskeyButton()
  await expect(page.getByRole('listitem').filter({ hasText: 'You are here' })).toContainText(birdsName)
})

test('a user who leaves an organization is no longer in it and cannot switch to it', async ({ page, demo, person }) => {
  await person.signUp()
  await page.goto(`${demo.origin}/offer`)
  await person.declineOffer()
  await person.join(marshName)
  await page.getByRole('button', { name: `Leave ${marshName}` }).click()
  await expect(page.getByText('You are here')).toHaveCount(0)
  const send = async (organization: string) => {
    const headers = { origin: demo.origin }
    const answer = await page.request.post(`${demo.origin}/organizations/switch`, { form: { organization }, headers })
    return answer.status()
  }
  expect(await send('marsh-and-moor')).toBe(403)
  expect(await send('nowhere')).toBe(404)
})

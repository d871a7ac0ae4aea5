import { expect } from '@playwright/test'
import { productPrompts } from '../src/policy/product-prompts.js'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

const hour = 3_600_000
const day = 24 * hour
const offer = { name: 'Sign in without a password' }

test.beforeEach(({ page }) => withoutAutofill(page))

test('Kinde: after Not now the user is never asked again, until the user wants to be', async ({
  page,
  demo,
  person,
  plugIn,
  admin,
}) => {
  await plugIn('internal')
  await admin.set({ policy: { prompt: productPrompts.kinde.prompt } })
  await person.signUp()
  await expect(page.getByRole('heading', offer)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Don’t ask again' })).toHaveCount(0)
  await person.declineOffer()
  await demo.moveClock(400 * day)
  await person.comeBack()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await page.getByRole('button', { name: 'Ask me again' }).click()
  await expect(person.notice).toHaveText('We’ll ask you the next time you sign in.')
  await person.comeBack()
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
})

for (const [product, days] of [
  ['workos', 14],
  ['auth0', 30],
] as const) {
  const { name, prompt } = productPrompts[product]

  test(`${name}: after Not now the user is not asked for ${days} days, after Don’t ask again never`, async ({
    page,
    demo,
    person,
    plugIn,
    admin,
  }) => {
    await plugIn('internal')
    await admin.set({ policy: { prompt } })
    await person.signUp()
    await person.declineOffer()
    await demo.moveClock(days * day - hour)
    await person.comeBack()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await demo.moveClock(days * day)
    await person.comeBack()
    await expect(page.getByRole('heading', offer)).toBeVisible()
    await page.getByRole('button', { name: 'Don’t ask again' }).click()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await demo.moveClock(10 * 365 * day)
    await person.comeBack()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(page.getByText('You asked us not to offer passkeys.')).toBeVisible()
  })
}

test('with on: sign-up, the user is asked at sign-up and not at the next sign-in', async ({
  page,
  demo,
  person,
  admin,
}) => {
  await admin.set({ policy: { prompt: { on: ['sign-up'] } } })
  await person.signUp()
  await expect(page.getByRole('heading', offer)).toBeVisible()
  await person.comeBack()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('a user who signed in with a security key is offered a passkey on this device', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  const key = await plugIn('usb')
  await person.enroll()
  await person.signOut()
  const device = await plugIn('internal')
  await person.pressPasskeyButton()
  await expect(page.getByRole('heading', { name: 'Create a passkey on this device' })).toBeVisible()
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(2)
  expect(await device.credentials()).toHaveLength(1)
  expect(await key.credentials()).toHaveLength(1)
  await key.remove()
  await person.signOut()
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

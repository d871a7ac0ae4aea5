import { expect } from '@playwright/test'
import { test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

const organizationId = 'marsh-and-moor'
const mandatory = { organizationId, policy: { mode: 'mandatory' } } as const
const question = { name: 'Create your passkey' }

test.beforeEach(async ({ page, admin }) => {
  await withoutAutofill(page)
  await admin.set(mandatory)
})

test('every page redirects to the offer, which cannot be skipped, until the user has a passkey', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await page.getByRole('button', { name: 'Join Marsh & Moor Trust' }).click()
  await expect(page.getByRole('heading', question)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Not now' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Don’t ask again' })).toHaveCount(0)
  for (const path of ['/', '/account', '/sign-in', '/sign-up', '/admin/policy']) {
    await page.goto(demo.origin + path)
    await expect(page).toHaveURL(`${demo.origin}/offer`)
  }
  for (const action of ['leave', 'switch']) {
    const form = { organization: organizationId }
    const headers = { origin: demo.origin }
    const answer = await page.request.post(`${demo.origin}/organizations/${action}`, { form, headers, maxRedirects: 0 })
    expect(answer.headers().location).toBe('/offer')
  }
  await page.reload()
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
  await expect(page.getByText('You are here')).toBeVisible()
})

test('a decline is refused, also without the page', async ({ page, demo, person, plugIn }) => {
  await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await page.getByRole('button', { name: 'Join Marsh & Moor Trust' }).click()
  await expect(page.getByRole('heading', question)).toBeVisible()
  const answer = await page.request.post(`${demo.origin}/passkeys/prompt`, {
    data: { answer: 'not-now' },
    headers: { origin: demo.origin },
  })
  expect(await answer.json()).toMatchObject({ status: 409, code: 'decline_refused' })
  await page.goto(`${demo.origin}/account`)
  await expect(page).toHaveURL(`${demo.origin}/offer`)
})

test('a user whose sign-in is no longer recent signs in again and continues', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await page.getByRole('button', { name: 'Join Marsh & Moor Trust' }).click()
  await expect(page.getByRole('heading', question)).toBeVisible()
  await demo.moveClock(301_000)
  await page.getByRole('button', { name: 'Create a passkey' }).click()
  await expect(page).toHaveURL(`${demo.origin}/sign-in?again`)
  await person.signIn()
  await person.acceptOffer()
  await expect(person.passkeys).toHaveCount(1)
})

test.describe('a browser without WebAuthn', () => {
  test.beforeEach(async ({ page, person, demo }) => {
    await page.addInitScript('delete window.PublicKeyCredential')
    await person.signUp()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await page.getByRole('button', { name: 'Join Marsh & Moor Trust' }).click()
  })

  test('leads to a page that says to use another device', async ({ page, demo }) => {
    await expect(page.getByRole('heading', { name: 'Use another device' })).toBeVisible()
    await page.goto(`${demo.origin}/account`)
    await expect(page.getByRole('heading', { name: 'Use another device' })).toBeVisible()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(`${demo.origin}/sign-in`)
  })

  test('is let through where the policy says so', async ({ page, demo, admin }) => {
    await admin.set({ policy: { unsupportedDevice: 'let-through' } })
    await admin.set({ organizationId, policy: { mode: 'mandatory' } })
    await page.goto(`${demo.origin}/account`)
    await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible()
  })
})

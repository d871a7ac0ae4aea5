import { expect, type Page } from '@playwright/test'
import { test } from './admin-fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test.beforeEach(({ page }) => withoutAutofill(page))

const day = 86_400_000

/** A row of the list of this name, for this user. */
const rowIn = (page: Page, list: string, email: string) =>
  page.locator(`#${list} li`).filter({ hasText: email }).first()

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()

test('a signed webhook arrives; a receiver that is down gets it later, and after three days by hand', async ({
  demo,
  admin: _,
  page: own,
  person,
  plugIn,
  open,
}) => {
  await plugIn('internal')
  await person.enroll()
  const { page } = await open()
  await page.goto(`${demo.origin}/admin/events`)
  await page.getByRole('link', { name: 'deliveries', exact: true }).click()
  await expect(page).toHaveURL(`${demo.origin}/admin/deliveries`)
  await press(page, 'Deliver now')
  const arrived = page.locator('#received [data-name="passkey.added"]').filter({ hasText: person.email })
  await expect(arrived).toContainText('signature verified')
  await expect(page.locator('#health')).toHaveText('Working')

  await press(page, 'Stop the receiver')
  await own.getByRole('button', { name: 'Rename This device' }).click()
  await own.getByRole('textbox', { name: 'Name' }).fill('Laptop')
  await own.keyboard.press('Enter')
  await expect(person.passkey('Laptop')).toBeVisible()
  await press(page, 'Deliver now')
  await expect(page.locator('#health')).toHaveAttribute('data-health', 'failing')
  await expect(rowIn(page, 'waiting', person.email)).toContainText('status_500')

  await demo.moveClock(4 * day)
  const { page: later } = await open()
  await later.goto(`${demo.origin}/admin/deliveries`)
  await press(later, 'Deliver now')
  const givenUp = rowIn(later, 'dead', person.email)
  await expect(givenUp).toContainText('Passkey renamed')
  await press(later, 'Start the receiver')
  await givenUp.getByRole('button', { name: 'Deliver again' }).click()
  await expect(later.locator('#received [data-name="passkey.renamed"]').filter({ hasText: person.email })).toBeVisible()
  await expect(rowIn(later, 'dead', person.email)).toHaveCount(0)
  await expect(later.locator('#health')).toHaveText('Working')
})

test('the receiver takes nothing that is not signed for it', async ({ demo, request }) => {
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'x',
    'webhook-timestamp': String(Date.now() / 1000),
  }
  const data = { type: 'passkey.added', data: { id: 'x' } }
  const sent = await request.post(`${demo.origin}/webhooks`, {
    data,
    headers: { ...headers, 'webhook-signature': 'v1,AAAA' },
  })
  expect(sent.status()).toBe(401)
})

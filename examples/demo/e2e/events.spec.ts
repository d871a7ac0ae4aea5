import { expect, type Page } from '@playwright/test'
import { test } from './admin-fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test.beforeEach(({ page }) => withoutAutofill(page))

const readEvents = (page: Page, name: string) => page.locator(`.events [data-name="${name}"]`)

test('the last events say what happened, to whom, and who did it', async ({ demo, person, plugIn, open }) => {
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  const { page, users } = await open()
  await users.find(person.email)
  await users.suspend('This device')
  await expect(users.passkey('This device')).toContainText('Suspended')
  await page.goto(`${demo.origin}/admin/events`)
  await expect(page.locator('.events li').first()).toHaveAttribute('data-name', 'passkey.suspended')
  const suspended = readEvents(page, 'passkey.suspended').first()
  await expect(suspended).toContainText(`${person.email} has a passkey that is suspended`)
  await expect(suspended).toContainText('“This device”')
  await expect(suspended).toContainText('by admin@fieldnotes.example')
  const added = readEvents(page, 'passkey.added').first()
  await expect(added).toContainText(`${person.email} got a passkey`)
  await expect(added).not.toContainText('by ')
})

test('of many events each stands on one page, newest first, and those of another organisation on none', async ({
  page,
  demo,
  person,
  plugIn,
  open,
}) => {
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  const id = await page.locator('#passkeys [data-id]').getAttribute('data-id')
  const names = Array.from({ length: 120 }, (_, index) => `${person.email} ${index}`)
  for (const name of names) {
    const headers = { origin: demo.origin }
    const answer = await page.request.patch(`${demo.origin}/passkeys/${id}`, { data: { name }, headers })
    expect(answer.status()).toBe(200)
  }
  const { page: adminPage } = await open()
  await adminPage.goto(`${demo.origin}/admin/events`)
  const told: string[] = []
  const ids: string[] = []
  while (told.length < names.length) {
    const rows = await readRows(adminPage)
    ids.push(...rows.map(({ id }) => id))
    told.push(...rows.flatMap(({ text }) => names.filter((name) => text.includes(`“${name}”`))))
    if (told.length === names.length) break
    expect(rows).toHaveLength(50)
    await adminPage.getByRole('link', { name: 'Older' }).click()
    await expect(adminPage.locator('.events li').first()).not.toHaveAttribute('data-id', rows[0]?.id ?? '')
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect(told).toEqual(names.toReversed())
  await adminPage.getByRole('link', { name: 'Newest' }).click()
  await expect(adminPage.locator('.events li').first()).toHaveAttribute('data-id', ids[0] ?? '')
  await adminPage
    .getByRole('navigation', { name: 'Whose events' })
    .getByRole('link', { name: 'Northern Bird Survey' })
    .click()
  await expect(adminPage.locator('.events').getByText(person.email)).toHaveCount(0)
})

/** What stands on the page, in its order. */
async function readRows(page: Page): Promise<readonly { readonly id: string; readonly text: string }[]> {
  const rows = await page.locator('.events li').all()
  return Promise.all(
    rows.map(async (row) => ({ id: (await row.getAttribute('data-id')) ?? '', text: await row.innerText() })),
  )
}

import { expect, type Page } from '@playwright/test'
import { test } from './admin-fixtures.js'
import { withoutAutofill } from './without-autofill.js'

test.beforeEach(({ page }) => withoutAutofill(page))

const readEvents = (page: Page, name: string) => page.locator(`.events [data-name="${name}"]`)

test('recent events show what happened, to which user, and who did it', async ({ demo, person, plugIn, open }) => {
  await plugIn('internal')
  await person.enroll()
  const { page, users } = await open()
  await users.find(person.email)
  await users.suspend('This device')
  await expect(users.passkey('This device')).toContainText('Suspended')
  await page.goto(`${demo.origin}/admin/events`)
  await expect(page.locator('.events li').first()).toHaveAttribute('data-name', 'passkey.suspended')
  const suspended = readEvents(page, 'passkey.suspended').first()
  await expect(suspended).toContainText('Passkey suspended')
  await expect(suspended).toContainText(person.email)
  await expect(suspended).toContainText('“This device”')
  await expect(suspended).toContainText('by admin@fieldnotes.example')
  const added = readEvents(page, 'passkey.added').first()
  await expect(added).toContainText('Passkey added')
  await expect(added).toContainText(person.email)
  await expect(added).not.toContainText('by ')
})

test('each of many events is on one page, newest first, and not under another organization', async ({
  page,
  demo,
  person,
  plugIn,
  open,
}) => {
  await plugIn('internal')
  await person.enroll()
  const id = await page.locator('#passkeys [data-id]').getAttribute('data-id')
  const names = Array.from({ length: 120 }, (_, index) => `${person.email} ${index}`)
  for (const name of names) {
    const headers = { origin: demo.origin }
    const response = await page.request.patch(`${demo.origin}/passkeys/${id}`, { data: { name }, headers })
    expect(response.status()).toBe(200)
  }
  const { page: adminPage } = await open()
  await adminPage.goto(`${demo.origin}/admin/events`)
  const listed: string[] = []
  const ids: string[] = []
  while (listed.length < names.length) {
    const rows = await readRows(adminPage)
    ids.push(...rows.map(({ id }) => id))
    listed.push(...rows.flatMap(({ text }) => names.filter((name) => text.includes(`“${name}”`))))
    if (listed.length === names.length) break
    expect(rows).toHaveLength(50)
    await adminPage.getByRole('link', { name: 'Older' }).click()
    await expect(adminPage.locator('.events li').first()).not.toHaveAttribute('data-id', rows[0]?.id ?? '')
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect(listed).toEqual(names.toReversed())
  await adminPage.getByRole('link', { name: 'Newest' }).click()
  await expect(adminPage.locator('.events li').first()).toHaveAttribute('data-id', ids[0] ?? '')
  await adminPage
    .getByRole('navigation', { name: 'Event scope' })
    .getByRole('link', { name: 'Northern Bird Survey' })
    .click()
  await expect(adminPage.locator('.events').getByText(person.email)).toHaveCount(0)
})

test('events can be filtered by name and by user, also over several pages and without scripts', async ({
  page,
  demo,
  person,
  plugIn,
  open,
}) => {
  await plugIn('internal')
  await person.enroll()
  const id = await page.locator('#passkeys [data-id]').getAttribute('data-id')
  for (let index = 0; index < 60; index++) {
    const headers = { origin: demo.origin }
    const data = { name: `Name ${index}` }
    await page.request.patch(`${demo.origin}/passkeys/${id}`, { data, headers })
  }
  const { page: adminPage } = await open({ javaScriptEnabled: false })
  const rows = adminPage.locator('.events li')
  const filter = async (event: string, email: string) => {
    await adminPage.getByLabel('Event', { exact: true }).selectOption({ label: event })
    await adminPage.getByLabel('User’s e-mail').fill(email)
    await adminPage.getByRole('button', { name: 'Filter' }).click()
  }
  await adminPage.goto(`${demo.origin}/admin/events`)
  await filter('Passkey added', person.email)
  await expect(rows).toHaveCount(1)
  await expect(rows).toHaveAttribute('data-name', 'passkey.added')
  await expect(rows).toContainText(person.email)
  expect(adminPage.url()).not.toContain('example.com')

  await filter('Passkey renamed', ` ${person.email.toUpperCase()}`)
  await expect(rows).toHaveCount(50)
  await expect(rows.first()).toContainText('“Name 59”')
  await adminPage.getByRole('link', { name: 'Older' }).click()
  await expect(rows).toHaveCount(10)
  await expect(rows.last()).toContainText('“Name 0”')
  await adminPage
    .getByRole('navigation', { name: 'Event scope' })
    .getByRole('link', { name: 'Northern Bird Survey' })
    .click()
  await expect(adminPage.getByText('No events.')).toBeVisible()
  await expect(adminPage.getByLabel('User’s e-mail')).toHaveValue(person.email)

  await filter('All events', 'unknown@example.com')
  await expect(adminPage.locator('#notice')).toHaveText('No account has this e-mail address.')
  await adminPage.goto(`${demo.origin}/admin/events?name=passkey.added`)
  expect(new Set(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-name'))))).toEqual(
    new Set(['passkey.added']),
  )
  await adminPage.getByRole('link', { name: 'Clear' }).click()
  await expect(adminPage).toHaveURL(`${demo.origin}/admin/events`)
  await expect(adminPage.getByLabel('Event', { exact: true })).toHaveValue('')
})

/** The rows of the page, in order. */
async function readRows(page: Page): Promise<readonly { readonly id: string; readonly text: string }[]> {
  const rows = await page.locator('.events li').all()
  return Promise.all(
    rows.map(async (row) => ({ id: (await row.getAttribute('data-id')) ?? '', text: await row.innerText() })),
  )
}

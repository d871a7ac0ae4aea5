import { expect, type Page } from '@playwright/test'
import { findViolations, noViolations } from '../../../test-support/find-violations.js'
import { test } from './admin-fixtures.js'
import { withoutAutofill } from './without-autofill.js'

const members = ['asked', 'made', 'declined', 'passkeySignIns', 'otherSignIns'] as const
type Figures = Readonly<Record<(typeof members)[number], number>>

test.beforeEach(({ page }) => withoutAutofill(page))

test('adoption counts what just happened, and in which organization', async ({ page, demo, person, plugIn, open }) => {
  const adminPage = (await open()).page
  const before = await readAll(adminPage, demo.origin)
  const device = await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await person.addPasskey()
  await expect(person.passkeys).toHaveCount(1)
  await person.join('Marsh & Moor Trust')
  await person.signOut()
  await page.goto(`${demo.origin}/sign-in?organization=marsh-and-moor`)
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  expect(await device.credentials()).toHaveLength(1)

  const after = await readAll(adminPage, demo.origin)
  expect(difference(after.everybody, before.everybody)).toEqual({
    asked: 1,
    made: 1,
    declined: 1,
    passkeySignIns: 1,
    otherSignIns: 1,
  })
  expect(difference(after.marsh, before.marsh)).toEqual({
    asked: 0,
    made: 0,
    declined: 0,
    passkeySignIns: 1,
    otherSignIns: 0,
  })
  expect(after.birds).toEqual(before.birds)
})

test('each number is on the page as text, in a labeled chart, and in the table', async ({ demo, person, open }) => {
  await person.signUp()
  await person.declineOffer()
  const { page } = await open()
  await page.goto(`${demo.origin}/admin/adoption`)
  const { asked, passkeySignIns, otherSignIns } = await readFigures(page)
  const all = passkeySignIns + otherSignIns
  await expect(page.locator('#prompted .figure')).toHaveText(String(asked))
  await expect(page.getByRole('img', { name: `asked to create a passkey: ${asked} in total.` })).toBeVisible()
  await expect(page.locator('#sign-ins')).toContainText(`${passkeySignIns} of ${all} sign-ins`)
  await expect(page.locator('#sign-ins .figure')).toHaveText(`${Math.round((passkeySignIns / all) * 100)}%`)
  const text = `Sign-ins per day: ${passkeySignIns} with a passkey and ${otherSignIns} with other methods.`
  await expect(page.getByRole('img', { name: text })).toBeVisible()
  const today = page.locator('#sign-ins svg g').last()
  await expect(today.locator('title')).toContainText(
    `${passkeySignIns} with a passkey, ${otherSignIns} with other methods`,
  )
})

test('a failed request is shown with its reason', async ({ page, demo, person, plugIn, admin, open }) => {
  await plugIn('internal')
  await person.enroll()
  await person.join('Northern Bird Survey')
  await person.signOut()
  await admin.set({
    organizationId: 'bird-survey',
    policy: { kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } },
  })
  await page.goto(`${demo.origin}/sign-in?organization=bird-survey`)
  await person.pressPasskeyButton()
  await expect(person.notice).toHaveText('This kind of passkey is not allowed here.')
  const { page: adminPage } = await open()
  await adminPage.goto(`${demo.origin}/admin/adoption?organization=bird-survey`)
  await expect(adminPage.locator('#refusals')).toContainText('This kind of passkey is not allowed here.')
  expect(await findViolations(adminPage)).toEqual(noViolations)
})

test('how a request ended is shown once a minute has passed', async ({ page, demo, person, plugIn, open }) => {
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await person.signOut()
  await demo.moveClock(61_000)
  const reported = page.waitForResponse(/\/outcome$/)
  await person.pressPasskeyButton()
  expect((await reported).status()).toBe(204)
  const { page: adminPage } = await open()
  await adminPage.goto(`${demo.origin}/admin/adoption`)
  await expect(adminPage.locator('#outcomes')).toContainText(/enroll, in a dialog, within \d+ s/)
  expect(await findViolations(adminPage)).toEqual(noViolations)
  await demo.moveClock(0)
})

test('events before the period are not counted', async ({ demo, person, open }) => {
  await person.signUp()
  await person.declineOffer()
  await demo.moveClock(20 * 86_400_000)
  const { page } = await open()
  await page.goto(`${demo.origin}/admin/adoption`)
  const inMonth = await readFigures(page)
  expect(inMonth.declined).toBeGreaterThan(0)
  await page.getByRole('navigation', { name: 'How far back' }).getByRole('link', { name: '7 days' }).click()
  await expect(page.locator('#sign-ins svg g')).toHaveCount(7)
  expect((await readFigures(page)).declined).toBe(0)
  await demo.moveClock(0)
})

async function readAll(page: Page, origin: string) {
  const read = async (query: string) => {
    await page.goto(`${origin}/admin/adoption${query}`)
    return readFigures(page)
  }
  return {
    everybody: await read(''),
    marsh: await read('?organization=marsh-and-moor'),
    birds: await read('?organization=bird-survey'),
  }
}

test('at 390 px the table scrolls inside its frame, and the page does not', async ({ demo, person, open }) => {
  await person.signUp()
  await person.declineOffer()
  const { page } = await open()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${demo.origin}/admin/adoption`)
  const frame = page.getByRole('region', { name: 'By day' })
  const lastColumn = page.getByRole('columnheader', { name: 'Other sign-ins' })
  await frame.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await expect(page.getByRole('columnheader', { name: 'Day' })).toBeInViewport({ ratio: 0.9 })
  await expect(lastColumn).not.toBeInViewport({ ratio: 0.9 })
  await frame.evaluate((element) => element.scrollTo({ left: element.scrollWidth }))
  await expect(lastColumn).toBeInViewport({ ratio: 0.9 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
})

/** The sums of the table, column by column. */
async function readFigures(page: Page): Promise<Figures> {
  const rows = await page.locator('#figures tbody tr').all()
  const cells = await Promise.all(rows.map((row) => row.locator('td').allTextContents()))
  const sum = (column: number) => cells.reduce((total, row) => total + Number(row[column]), 0)
  const [asked, made, declined, passkeySignIns, otherSignIns] = members.map((_, column) => sum(column))
  return { asked, made, declined, passkeySignIns, otherSignIns } as Figures
}

function difference(after: Figures, before: Figures): Readonly<Record<string, number>> {
  return Object.fromEntries(members.map((member) => [member, after[member] - before[member]]))
}

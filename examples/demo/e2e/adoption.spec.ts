import { expect, type Page } from '@playwright/test'
import { test } from './admin-fixtures.js'
import { findViolations, noViolations } from './find-violations.js'
import { withoutAutofill } from './without-autofill.js'

const members = ['asked', 'made', 'declined', 'passkeySignIns', 'otherSignIns'] as const
type Figures = Readonly<Record<(typeof members)[number], number>>

test.beforeEach(({ page }) => withoutAutofill(page))

test('adoption tells what has just been done, and where', async ({ page, demo, person, plugIn, open }) => {
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

test('each figure stands there in words, in a chart that has a text, and in the table', async ({
  demo,
  person,
  open,
}) => {
  await person.signUp()
  await person.declineOffer()
  const { page } = await open()
  await page.goto(`${demo.origin}/admin/adoption`)
  const { asked, passkeySignIns, otherSignIns } = await readFigures(page)
  const all = passkeySignIns + otherSignIns
  await expect(page.locator('#prompted .figure')).toHaveText(String(asked))
  await expect(page.getByRole('img', { name: `asked for a passkey: ${asked} in all.` })).toBeVisible()
  await expect(page.locator('#sign-ins')).toContainText(`${passkeySignIns} of ${all} sign-ins`)
  await expect(page.locator('#sign-ins .figure')).toHaveText(`${Math.round((passkeySignIns / all) * 100)}%`)
  const text = `Sign-ins a day: ${passkeySignIns} with a passkey and ${otherSignIns} by other means.`
  await expect(page.getByRole('img', { name: text })).toBeVisible()
  const today = page.locator('#sign-ins svg g').last()
  await expect(today.locator('title')).toContainText(`${passkeySignIns} with a passkey, ${otherSignIns} by other means`)
})

test('a refusal is told with its reason', async ({ page, demo, person, plugIn, admin, open }) => {
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
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

test('what happened longer ago than is looked at is not counted', async ({ demo, person, open }) => {
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

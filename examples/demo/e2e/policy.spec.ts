import { expect, type Page } from '@playwright/test'
import { test as base } from './fixtures.js'
import { createPolicyPage, type PolicyPage } from './policy-page.js'
import { openPolicy } from './warden.js'
import { withoutAutofill } from './without-autofill.js'

const marshName = 'Marsh & Moor Trust'

interface Office {
  readonly page: Page
  readonly policy: PolicyPage
}

/** Wardens in browsers of their own, in front of the policy. */
const test = base.extend<{ open: (name?: 'warden' | 'ranger', javaScriptEnabled?: boolean) => Promise<Office> }>({
  open: async ({ browser, demo: { origin, dataDir }, warden }, use) => {
    await use(async (name = 'warden', javaScriptEnabled = true) => {
      const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
      await openPolicy(page, { origin, dataDir, name })
      return { page, policy: createPolicyPage(page) }
    })
    await warden.takeBack()
    for (const context of browser.contexts()) await context.close()
  },
})

test('each value shows what is inherited and from where, for everybody and for an organisation', async ({ open }) => {
  const { policy } = await open()
  await expect(policy.setting('Passkeys are').locator('.origin')).toHaveText('Optional, from the code')
  await expect(policy.setting('At most').locator('.origin')).toHaveText('10, from the default')
  await policy.choose('Signing in', 'Smart')
  await policy.save()
  await expect(policy.notice).toHaveText('Saved. It holds here at once, and everywhere within ten seconds.')
  await expect(policy.setting('Signing in').locator('.origin')).toHaveText('Set here Otherwise Both, from the default')
  await policy.goTo(marshName)
  await expect(policy.setting('Signing in').locator('.origin')).toHaveText('Smart, from everybody’s policy')
  await expect(policy.setting('Passkeys are').locator('.origin')).toHaveText('Optional, from the code')
})

test('a preview names who would be locked out, and saves nothing', async ({ page, person, plugIn, open }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await person.join(marshName)
  const { page: office, policy } = await open()
  await policy.goTo(marshName)
  await policy.showPreview()
  await expect(policy.preview).toContainText('Nobody would be locked out')
  await policy.choose('Synced between devices', 'No')
  await policy.choose('Judged', 'Enroll and sign in')
  await policy.showPreview()
  // Other tests may have left people behind.
  const people = policy.preview.getByRole('listitem')
  await expect(people.filter({ hasText: person.email })).toHaveText(`${person.email} Still has: password`)
  const count = await people.count()
  const sentence = count === 1 ? '1 person would be locked out' : `${count} people would be locked out`
  await expect(policy.preview.getByRole('heading')).toHaveText(sentence)
  await office.goto(`${new URL(office.url()).origin}/admin/policy?organization=marsh-and-moor`)
  await expect(policy.setting('Synced between devices').locator('.origin')).toHaveText('Yes, from the default')
})

test('an override that is switched off is kept, and says nothing', async ({ open }) => {
  const { page, policy } = await open()
  await policy.goTo(marshName)
  await policy.choose('Passkeys are', 'Off')
  const own = page.getByRole('switch', { name: `${marshName} has rules of its own` })
  await expect(own).toBeChecked()
  await own.uncheck()
  await policy.save()
  await expect(own).not.toBeChecked()
  await expect(policy.setting('Passkeys are').locator('.origin')).toHaveText(
    'Set here Otherwise Optional, from the code',
  )
  const { origin } = new URL(page.url())
  const effective = () =>
    page.evaluate(`fetch('${origin}/passkeys/admin/policy/effective?organizationId=marsh-and-moor')
      .then((answer) => answer.json()).then(({ policy }) => policy.mode)`)
  expect(await effective()).toBe('optional')
  await own.check()
  await policy.save()
  await expect(own).toBeChecked()
  expect(await effective()).toBe('off')
})

test('the values of a product are filled in by one press, and hold once they are saved', async ({ open }) => {
  const { page, policy } = await open()
  await page.getByRole('button', { name: 'Auth0' }).click()
  await expect(policy.notice).toHaveText('The values of Auth0 are filled in. Save to make them hold.')
  await expect(page.getByText('Not saved yet.')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'Code by e-mail' })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Code by phone' })).not.toBeChecked()
  await policy.save()
  await expect(page.getByLabel('Days: After “Not now”, ask again')).toHaveValue('30')
  await page.getByRole('button', { name: 'Kinde' }).click()
  await policy.save()
  await expect(policy.setting('After “Not now”, ask again').locator('select')).toHaveValue('once')
  await expect(policy.setting('After signing in by').locator('select')).toHaveValue('')
})

test('of two wardens the second is told, and sees what holds beside what they had chosen', async ({ open }) => {
  const [first, second] = [await open('warden'), await open('ranger')]
  await second.policy.choose('Passkeys are', 'Mandatory')
  await second.policy.choose('Signing in', 'Smart')
  await first.policy.choose('Passkeys are', 'Off')
  await first.policy.save()
  await second.policy.save()
  await expect(second.policy.notice).toContainText('warden@fieldnotes.example changed this just now')
  await expect(second.policy.setting('Passkeys are').locator('select')).toHaveValue('off')
  await expect(second.policy.setting('Passkeys are').locator('.lost')).toHaveText('You had chosen Mandatory')
  await expect(second.policy.setting('Signing in').locator('.lost')).toHaveText('You had chosen Smart')
  await expect(second.page.locator('.lost')).toHaveCount(2)
  await second.policy.choose('Passkeys are', 'Optional')
  await second.policy.save()
  await expect(second.policy.notice).toContainText('Saved.')
})

test('what a policy may not be is said at its field, and nothing is saved', async ({ open }) => {
  const { page, policy } = await open()
  await policy.openAll()
  await page.getByLabel('At most').fill('500')
  await policy.choose('Signing in', 'Classic')
  await policy.choose('Hiding who has an account', 'Usernameless only')
  await policy.choose('A code before the first one', 'A one-time code')
  await policy.save()
  await expect(policy.notice).toContainText('Nothing was saved.')
  await expect(page.getByLabel('At most')).toHaveAttribute('aria-invalid', 'true')
  await expect(policy.setting('At most').locator('.problem')).toContainText('100')
  await page.getByLabel('At most').fill('5')
  await policy.save()
  await expect(policy.setting('Hiding who has an account').locator('.problem')).toContainText('the classic flow')
  await expect(policy.setting('A code before the first one').locator('.problem')).toContainText('not available')
  await page.goto(page.url())
  await policy.openAll()
  await expect(page.getByLabel('At most')).toHaveValue('')
})

test('without scripts, and by the Enter key, the policy is saved all the same', async ({ open }) => {
  const { page, policy } = await open('warden', false)
  await policy.openAll()
  await page.getByLabel('At most').fill('7')
  await page.keyboard.press('Enter')
  await expect(policy.notice).toContainText('Saved.')
  await expect(page.getByLabel('At most')).toHaveValue('7')
})

test('who is no warden sees no policy, and sets none', async ({ page, demo, person }) => {
  await person.signUp()
  await person.declineOffer()
  await expect(page.getByRole('link', { name: 'Admin' })).toHaveCount(0)
  for (const path of ['/admin/policy', '/admin/policy?organization=marsh-and-moor']) {
    expect((await page.goto(demo.origin + path))?.status()).toBe(403)
  }
  const headers = { origin: demo.origin }
  const post = await page.request.post(`${demo.origin}/admin/policy`, { form: { mode: 'off' }, headers })
  expect(post.status()).toBe(403)
  const put = await page.request.put(`${demo.origin}/passkeys/admin/policy`, {
    data: { policy: { mode: 'off' }, expectedVersion: 0 },
    headers,
  })
  expect(await put.json()).toMatchObject({ status: 403, code: 'forbidden' })
  const effective = await page.request.get(`${demo.origin}/passkeys/config`)
  expect(await effective.json()).toMatchObject({ mode: 'optional' })
})

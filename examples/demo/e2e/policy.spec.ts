import { expect, type Page } from '@playwright/test'
import { openPolicy } from './admin.js'
import { test as base } from './fixtures.js'
import { createPolicyPage, type PolicyPage } from './policy-page.js'
import { withoutAutofill } from './without-autofill.js'

const marshName = 'Marsh & Moor Trust'

interface AdminBrowser {
  readonly page: Page
  readonly policy: PolicyPage
}

/** Opens the policy page as an admin, in a separate browser context. */
const test = base.extend<{
  open: (name?: 'admin' | 'second-admin', javaScriptEnabled?: boolean) => Promise<AdminBrowser>
}>({
  open: async ({ browser, demo: { origin, dataDir }, admin }, use) => {
    await use(async (name = 'admin', javaScriptEnabled = true) => {
      const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
      await openPolicy(page, { origin, dataDir, name })
      return { page, policy: createPolicyPage(page) }
    })
    await admin.reset()
    for (const context of browser.contexts()) await context.close()
  },
})

test('each field shows the inherited value and its layer, for all users and for an organization', async ({ open }) => {
  const { policy } = await open()
  await expect(policy.setting('Passkeys are').locator('.origin')).toHaveText('Optional, from the code')
  await expect(policy.setting('Passkeys per user').locator('.origin')).toHaveText('10, from the defaults')
  await policy.choose('Sign-in flow', 'Smart')
  await policy.save()
  await expect(policy.notice).toHaveText('Saved. The policy applies on all servers within ten seconds.')
  await expect(policy.setting('Sign-in flow').locator('.origin')).toHaveText(
    'Set here Inherited: Both, from the defaults',
  )
  await policy.goTo(marshName)
  await expect(policy.setting('Sign-in flow').locator('.origin')).toHaveText('Smart, from the policy for everybody')
  await expect(policy.setting('Passkeys are').locator('.origin')).toHaveText('Optional, from the code')
})

test('a preview lists the users who would be locked out, and saves nothing', async ({ page, person, plugIn, open }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.enroll()
  await person.join(marshName)
  const { page: adminPage, policy } = await open()
  await policy.goTo(marshName)
  await policy.showPreview()
  await expect(policy.preview).toContainText('No users would be locked out')
  await policy.choose('Allow synced passkeys', 'No')
  await policy.choose('Check authenticators at', 'Enroll and sign in')
  await policy.showPreview()
  // Other tests may have left users.
  const people = policy.preview.getByRole('listitem')
  await expect(people.filter({ hasText: person.email })).toHaveText(`${person.email} Can still sign in with: password`)
  const count = await people.count()
  const sentence = count === 1 ? '1 user would be locked out' : `${count} users would be locked out`
  await expect(policy.preview.getByRole('heading')).toHaveText(sentence)
  await adminPage.goto(`${new URL(adminPage.url()).origin}/admin/policy?organization=marsh-and-moor`)
  await expect(policy.setting('Allow synced passkeys').locator('.origin')).toHaveText('Yes, from the defaults')
})

test('a preview for everybody lists no users without a change, and the locked-out users of a stricter policy', async ({
  page,
  person,
  plugIn,
  open,
}) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.enroll()
  const { policy } = await open()
  await policy.showPreview()
  await expect(policy.preview).toContainText('No users would be locked out')
  await policy.choose('Allow synced passkeys', 'No')
  await policy.choose('Check authenticators at', 'Enroll and sign in')
  await policy.showPreview()
  await expect(policy.preview.getByRole('listitem').filter({ hasText: person.email })).toHaveCount(1)
})

test('an override that is turned off stays stored and does not apply', async ({ open }) => {
  const { page, policy } = await open()
  await policy.goTo(marshName)
  await policy.choose('Passkeys are', 'Off')
  const own = page.getByRole('switch', { name: `Override the policy for ${marshName}` })
  await expect(own).toBeChecked()
  await own.uncheck()
  await policy.save()
  await expect(own).not.toBeChecked()
  await expect(policy.setting('Passkeys are').locator('.origin')).toHaveText(
    'Set here Inherited: Optional, from the code',
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

test('one press fills in the values of a product, and a save applies them', async ({ open }) => {
  const { page, policy } = await open()
  await page.getByRole('button', { name: 'Auth0' }).click()
  await expect(policy.notice).toHaveText('Auth0’s values are filled in. Save to apply them.')
  await expect(page.getByText('Not saved yet.')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'E-mail code' })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Phone code' })).not.toBeChecked()
  await policy.save()
  await expect(page.getByLabel('Days: After “Not now”, ask again')).toHaveValue('30')
  await page.getByRole('button', { name: 'Kinde' }).click()
  await policy.save()
  await expect(policy.setting('After “Not now”, ask again').locator('select')).toHaveValue('once')
  await expect(policy.setting('After signing in by').locator('select')).toHaveValue('')
})

test('the second of two admins sees the conflict, with the stored values and their own', async ({ open }) => {
  const [first, second] = [await open('admin'), await open('second-admin')]
  await second.policy.choose('Passkeys are', 'Mandatory')
  await second.policy.choose('Sign-in flow', 'Smart')
  await first.policy.choose('Passkeys are', 'Off')
  await first.policy.save()
  await second.policy.save()
  await expect(second.policy.notice).toContainText('admin@fieldnotes.example changed this policy just now')
  await expect(second.policy.setting('Passkeys are').locator('select')).toHaveValue('off')
  await expect(second.policy.setting('Passkeys are').locator('.lost')).toHaveText('You chose Mandatory')
  await expect(second.policy.setting('Sign-in flow').locator('.lost')).toHaveText('You chose Smart')
  await expect(second.page.locator('.lost')).toHaveCount(2)
  await second.policy.choose('Passkeys are', 'Optional')
  await second.policy.save()
  await expect(second.policy.notice).toContainText('Saved.')
})

test('issues are shown at their fields, and nothing is saved', async ({ open }) => {
  const { page, policy } = await open()
  await policy.openAll()
  await page.getByLabel('Passkeys per user').fill('500')
  await policy.choose('Sign-in flow', 'Classic')
  await policy.choose('Account enumeration', 'Usernameless only')
  await policy.save()
  await expect(policy.notice).toContainText('Nothing was saved.')
  await expect(page.getByLabel('Passkeys per user')).toHaveAttribute('aria-invalid', 'true')
  await expect(policy.setting('Passkeys per user').locator('.problem')).toContainText('100')
  await page.getByLabel('Passkeys per user').fill('5')
  await policy.save()
  await expect(policy.setting('Account enumeration').locator('.problem')).toContainText('the classic flow')
  await page.goto(page.url())
  await policy.openAll()
  await expect(page.getByLabel('Passkeys per user')).toHaveValue('')
})

test('the policy can be saved without scripts, with the Enter key', async ({ open }) => {
  const { page, policy } = await open('admin', false)
  await policy.openAll()
  await page.getByLabel('Passkeys per user').fill('7')
  await page.keyboard.press('Enter')
  await expect(policy.notice).toContainText('Saved.')
  await expect(page.getByLabel('Passkeys per user')).toHaveValue('7')
})

test('other users cannot see or set the policy', async ({ page, demo, person }) => {
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

import { expect } from '@playwright/test'
import { signInAsAdmin } from './admin.js'
import { test } from './fixtures.js'
import { createPerson } from './person.js'
import { createUsersPage } from './users-page.js'
import { createSocket } from './virtual-authenticator.js'
import { withoutAutofill } from './without-autofill.js'

test('a user who has lost every passkey comes back by a recovery code, once', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await withoutAutofill(page)
  const device = await plugIn('internal')
  await person.enroll()
  await page.getByRole('button', { name: 'Create recovery codes' }).click()
  const codes = page.locator('.codes li')
  await expect(codes).toHaveCount(10)
  const [code = ''] = await codes.allTextContents()
  await page.reload()
  await expect(codes).toHaveCount(0)

  await device.remove()
  await plugIn('internal')
  await page.context().clearCookies()
  const recover = async (typed: string) => {
    await page.goto(`${demo.origin}/sign-in`)
    await page.getByRole('link', { name: 'Use a recovery code' }).click()
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Recovery code').fill(typed)
    await page.getByRole('button', { name: 'Create a new passkey' }).click()
  }
  await recover('0000-0000-0000-0000-0')
  await expect(person.notice).toHaveAttribute('data-tone', 'problem')
  await expect(page.getByRole('link', { name: 'Sign in with it' })).toBeHidden()
  await recover(code.toLowerCase().replaceAll('-', ' '))
  await expect(person.notice).toHaveText('Created “This device 2”.')
  await page.getByRole('link', { name: 'Sign in with it' }).click()
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(person.passkeys).toHaveCount(2)

  await page.context().clearCookies()
  await recover(code)
  await expect(person.notice).toHaveAttribute('data-tone', 'problem')
})

test('a colleague is invited by a link, and creates a passkey in another browser', async ({
  browser,
  demo,
  person,
}) => {
  await person.signUp()
  const adminPage = await (await browser.newContext()).newPage()
  await signInAsAdmin(adminPage, demo)
  await createUsersPage(adminPage, demo.origin).find(person.email)
  await adminPage.getByRole('button', { name: 'Create a link' }).click()
  const link = await adminPage.getByLabel(`Send this link to ${person.email}`).inputValue()

  const elsewhere = await (await browser.newContext()).newPage()
  await withoutAutofill(elsewhere)
  await (await createSocket(elsewhere))('internal')
  const colleague = createPerson({ page: elsewhere, origin: demo.origin, email: person.email })
  await elsewhere.goto(link)
  const create = elsewhere.getByRole('button', { name: 'Create a passkey' })
  await create.click()
  await expect(colleague.notice).toHaveText('Created “This device”.')
  await elsewhere.getByRole('link', { name: 'Sign in with it' }).click()
  await colleague.pressPasskeyButton()
  await expect(elsewhere).toHaveURL(`${demo.origin}/account`)

  await elsewhere.context().clearCookies()
  await elsewhere.goto(`${demo.origin}/sign-in`)
  await elsewhere.goto(link)
  await create.click()
  await expect(colleague.notice).toHaveAttribute('data-tone', 'problem')
})

test('where the policy asks for it, a passkey needs a one-time code', async ({ page, demo, admin, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.declineOffer()
  await admin.set({ policy: { verifyBeforeEnroll: 'otp' } })
  const dialog = page.getByRole('dialog', { name: 'Enter the code' })
  const open = async () => {
    await person.addPasskey()
    await expect(dialog).toBeVisible()
  }
  const enter = async (code: string) => {
    await dialog.getByLabel('Code').fill(code)
    await dialog.getByRole('button', { name: 'Create a passkey' }).click()
  }

  await open()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(person.passkeys).toHaveCount(0)

  await open()
  await expect.poll(() => demo.codeFor(person.email)).toMatch(/^\d{6}$/)
  const code = demo.codeFor(person.email) ?? ''
  await enter(code === '000000' ? '000001' : '000000')
  await expect(person.notice).toHaveAttribute('part', /problem/)
  await expect(person.passkeys).toHaveCount(0)

  await open()
  await enter(`${code.slice(0, 3)} ${code.slice(3)}`)
  await expect(person.passkey('This device')).toBeVisible()
})

import { expect } from '@playwright/test'
import { findViolations, noViolations } from '../../../test-support/find-violations.js'
import { test } from './fixtures.js'
import { password } from './person.js'
import { withoutAutofill } from './without-autofill.js'

const open = { policy: { signUp: true } } as const

test.describe('where users can sign up with a passkey', () => {
  test.beforeEach(async ({ admin }) => admin.set(open))

  test('an e-mail address and a passkey create an account, and the passkey signs in', async ({
    page,
    demo,
    person,
    plugIn,
  }) => {
    await withoutAutofill(page)
    const laptop = await plugIn('internal')
    await page.goto(`${demo.origin}/sign-up`)
    await expect(page.getByLabel('Password')).toHaveCount(0)
    await person.signUpWithPasskey()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(page.getByText(person.email, { exact: true }).first()).toBeVisible()
    await expect(person.passkeys).toHaveCount(1)
    expect(await laptop.credentials()).toHaveLength(1)

    await person.signOut()
    await person.pressPasskeyButton()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(person.passkey('This device')).toContainText('Used once')
  })

  test('the Enter key does the same', async ({ page, demo, person, plugIn }) => {
    await plugIn('internal')
    await page.goto(`${demo.origin}/sign-up`)
    await page.getByLabel('E-mail').fill(person.email)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${demo.origin}/account`)
  })

  test('a taken address is an error at its field, and no passkey is created', async ({
    page,
    demo,
    person,
    plugIn,
  }) => {
    await person.signUp()
    await person.declineOffer()
    await person.signOut()
    const laptop = await plugIn('internal')
    await page.goto(`${demo.origin}/sign-up`)
    const email = page.getByLabel('E-mail')
    await person.signUpWithPasskey(person.email.toUpperCase())
    await expect(email).toHaveAttribute('aria-invalid', 'true')
    await expect(email).toBeFocused()
    await expect(email).toHaveAccessibleDescription('An account with this e-mail address already exists.')
    expect(await laptop.credentials()).toEqual([])
    await email.fill(`new.${person.email}`)
    await page.getByRole('button', { name: 'Sign up with a passkey' }).click()
    await expect(page).toHaveURL(`${demo.origin}/account`)
  })

  test('an unfinished sign-up creates no account: the address stays free', async ({ page, demo, person, plugIn }) => {
    const laptop = await plugIn('internal')
    await laptop.setUserVerified(false)
    await page.goto(`${demo.origin}/sign-up`)
    await person.signUpWithPasskey()
    await expect(person.notice).not.toBeEmpty()
    await laptop.setUserVerified(true)
    await person.signUpWithPasskey()
    await expect(page).toHaveURL(`${demo.origin}/account`)
  })

  test('the only sign-in method cannot be removed; with a password it can', async ({ page, demo, person, plugIn }) => {
    await plugIn('internal')
    await page.goto(`${demo.origin}/sign-up`)
    await person.signUpWithPasskey()
    const remove = person.passkey('This device').getByRole('button', { name: 'Remove This device' })
    await expect(remove).toBeDisabled()
    await expect(remove).toHaveAccessibleDescription(/only sign-in method/)
    const address = `${demo.origin}/passkeys/`
    const { passkeys } = await (await page.request.get(address)).json()
    const refused = await page.request.delete(address + passkeys[0].id, { headers: { origin: demo.origin } })
    expect([refused.status(), (await refused.json()).code]).toEqual([409, 'last_sign_in_method'])

    await page.getByRole('link', { name: 'Set a password' }).click()
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await expect(remove).toBeEnabled()
    await remove.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(person.passkeys).toHaveCount(0)
    await person.comeBack()
    await person.declineOffer()
  })

  test('setting a password requires a recent sign-in, and works once', async ({ page, demo, person, plugIn }) => {
    // Autofill would sign in again at once.
    await withoutAutofill(page)
    await plugIn('internal')
    await page.goto(`${demo.origin}/sign-up`)
    await person.signUpWithPasskey()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await demo.moveClock(301_000)
    await page.goto(`${demo.origin}/account/password`)
    await expect(page).toHaveURL(`${demo.origin}/sign-in?again`)
    await demo.moveClock(0)
    const send = async (path: string, form: Record<string, string>) => {
      const options = { form, headers: { origin: demo.origin }, maxRedirects: 0 }
      return (await page.request.post(demo.origin + path, options)).status()
    }
    expect(await send('/account/password', { password: 'short' })).toBe(422)
    const { email } = person
    for (const chosen of [password, 'the password of another user']) {
      expect(await send('/account/password', { password: chosen })).toBe(303)
    }
    expect(await send('/sign-in', { email, password: 'the password of another user' })).toBe(401)
    expect(await send('/sign-in', { email, password })).toBe(303)
  })

  test('no password signs in to an account without one', async ({ page, demo, person, plugIn }) => {
    await plugIn('internal')
    await page.goto(`${demo.origin}/sign-up`)
    await person.signUpWithPasskey()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    const headers = { origin: demo.origin }
    for (const guess of ['', ' ', password]) {
      const form = { email: person.email, password: guess }
      expect((await page.request.post(`${demo.origin}/sign-in`, { form, headers })).status()).toBe(401)
    }
  })

  test('sign-up with a password works, and a browser without passkeys is redirected to it', async ({
    page,
    demo,
    person,
  }) => {
    await page.goto(`${demo.origin}/sign-up`)
    await page.getByRole('link', { name: 'Use a password instead' }).click()
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await person.declineOffer()
    await person.signOut()
    await page.addInitScript(() => Object.assign(globalThis, { PublicKeyCredential: undefined }))
    await page.goto(`${demo.origin}/sign-up`)
    await expect(page).toHaveURL(`${demo.origin}/sign-up?with=password`)
  })

  test('the pages are accessible, light or dark', async ({ page, demo, person, plugIn }) => {
    await plugIn('internal')
    const check = async (path: string) => {
      await page.goto(`${demo.origin}${path}`)
      expect(await findViolations(page)).toEqual(noViolations)
    }
    await check('/sign-up')
    await check('/sign-up?with=password')
    await page.goto(`${demo.origin}/sign-up`)
    await person.signUpWithPasskey()
    await expect(page).toHaveURL(`${demo.origin}/account`)
    await check('/account/password')
    await check('/account')
  })
})

test('without this policy, the page has a password and no passkey button', async ({ page, demo }) => {
  await page.goto(`${demo.origin}/sign-up`)
  await expect(page.getByLabel('Password')).toBeVisible()
  await expect(page.getByText('passkey')).toHaveCount(0)
  const headers = { origin: demo.origin, 'content-type': 'application/json' }
  const body = JSON.stringify({ profile: { email: 'ada@example.com' } })
  const answer = await fetch(`${demo.origin}/passkeys/sign-up/begin`, { method: 'POST', headers, body })
  expect([answer.status, (await answer.json()).code]).toEqual([403, 'forbidden'])
})

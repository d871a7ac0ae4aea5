import { expect, type Page } from '@playwright/test'
import { findViolations, noViolations } from '../../../test-support/find-violations.js'
import { openPolicy, signInAsAdmin } from './admin.js'
import { test } from './fixtures.js'
import { createPolicyPage } from './policy-page.js'
import { createUsersPage } from './users-page.js'
import { withoutAutofill } from './without-autofill.js'

async function lookAt(page: Page, where: string): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${where}: width`).toBe(true)
  expect(await findViolations(page), where).toEqual(noViolations)
}

for (const width of [1280, 390]) {
  test.describe(`light and dark, ${width} wide`, () => {
    test.use({ viewport: { width, height: 800 } })

    test('the pages are accessible', async ({ page, demo, person, plugIn }) => {
      await withoutAutofill(page)
      const device = await plugIn('internal')
      const look = (where: string) => lookAt(page, where)
      await page.goto(`${demo.origin}/sign-in`)
      await look('sign-in')
      await person.signIn()
      await expect(person.notice).not.toBeEmpty()
      await look('sign-in, refused')
      await page.goto(`${demo.origin}/nowhere`)
      await look('page not found')
      await page.goto(`${demo.origin}/sign-up`)
      await look('sign-up')
      for (const path of ['recover', 'invitation']) {
        await page.goto(`${demo.origin}/${path}`)
        await look(path)
      }
      await page.goto(`${demo.origin}/sign-up`)
      await person.signUp()
      await look('offer')
      await person.declineOffer()
      await look('account without passkeys')
      await person.addPasskey()
      await expect(person.passkeys).toHaveCount(1)
      await look('account with a passkey')
      await page.getByRole('button', { name: 'Create recovery codes' }).click()
      await expect(page.locator('.codes li')).toHaveCount(10)
      await look('recovery codes')
      await device.remove()
      for (const action of ['Rename', 'Remove']) {
        await person.passkeys.getByRole('button', { name: action }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await look(`the dialog of ${action}`)
        await page.keyboard.press('Escape')
      }
      await person.join('Marsh & Moor Trust')
      await person.join('Northern Bird Survey')
      await page.locator('.switcher summary').click()
      await look('organization menu')
    })

    test('the pages that a policy leads to are accessible', async ({ page, demo, person, plugIn, admin }) => {
      await withoutAutofill(page)
      await plugIn('internal')
      await person.enroll()
      await person.join('Marsh & Moor Trust')
      await person.join('Northern Bird Survey')
      await admin.set({ organizationId: 'bird-survey', policy: { password: 'refused-once-enrolled' } })
      await person.switchTo('Northern Bird Survey')
      await lookAt(page, 'not admitted')
      await person.comeBack()
      await lookAt(page, 'password refused')
      await admin.set({ policy: { mode: 'off' } })
      await person.comeBack()
      await lookAt(page, 'account, passkeys off')
      await admin.set({ policy: {} })
      await admin.set({
        organizationId: 'marsh-and-moor',
        policy: { mode: 'mandatory', kinds: { synced: false }, authenticators: { at: 'enroll-and-sign-in' } },
      })
      await person.comeBack()
      await expect(page.getByRole('heading', { name: 'Create your passkey' })).toBeVisible()
      await lookAt(page, 'offer that cannot be skipped')
      await page.request.post(`${demo.origin}/device`, {
        form: { webauthn: 'false' },
        headers: { origin: demo.origin },
      })
      await page.reload()
      await lookAt(page, 'use another device')
    })

    test('the policy page is accessible', async ({ page, demo, admin }) => {
      await openPolicy(page, demo)
      const policy = createPolicyPage(page)
      await lookAt(page, 'policy for everybody')
      await policy.goTo('Marsh & Moor Trust')
      await policy.openAll()
      await policy.choose('After “Not now”, ask again', 'After a number of days')
      await policy.choose('Allowed models', 'Only these')
      await policy.choose('After signing in by', 'Only these')
      await lookAt(page, 'policy of an organization')
      await policy.save()
      await lookAt(page, 'with issues')
      await page.goto(`${demo.origin}/admin/policy?organization=marsh-and-moor`)
      await admin.set({ organizationId: 'marsh-and-moor', policy: { limit: 3 } })
      await policy.showPreview()
      await lookAt(page, 'with a preview')
      await policy.save()
      await lookAt(page, 'after a conflict')
    })

    test('the admin pages are accessible', async ({ page, browser, demo, person, plugIn }) => {
      await withoutAutofill(page)
      await plugIn('internal')
      await person.enroll()
      const context = await browser.newContext({ viewport: { width, height: 800 } })
      const adminPage = await context.newPage()
      const look = (where: string) => lookAt(adminPage, where)
      await signInAsAdmin(adminPage, demo)
      const users = createUsersPage(adminPage, demo.origin)
      await users.find('unknown@example.com')
      await look('user not found')
      await users.find(person.email)
      for (const question of ['Remove all', 'Rename', 'Remove']) {
        await adminPage.locator('summary').getByText(question, { exact: true }).click()
        await look(`${question}?`)
      }
      await adminPage.getByRole('button', { name: 'Create a link' }).click()
      await look('an invitation')
      await users.suspend('This device')
      await look('a suspended passkey')
      await users.removeAll()
      await look('no passkeys')
      for (const part of ['adoption', 'events', 'events?organization=bird-survey&name=passkey.added']) {
        await adminPage.goto(`${demo.origin}/admin/${part}`)
        await look(part)
      }
      await context.close()
    })
  })
}

test('the check finds violations, light or dark', async ({ page }) => {
  await page.setContent(`<!doctype html>
    <html lang="en"><title>Barriers</title>
      <style>p { color: black; background: white } @media (prefers-color-scheme: dark) { p { color: #333; background: black } }</style>
      <main><h1>Barriers</h1><p>Dark only</p><input /></main>
    </html>`)
  expect(await findViolations(page)).toEqual({
    light: ['label: <input>'],
    dark: ['color-contrast: <p>Dark only</p>'],
  })
})

test('sign-in and the account page work with the keyboard alone', async ({ page, demo, person, plugIn }) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.enroll()
  await person.signOut()
  await page.goto(`${demo.origin}/sign-in`)
  await expect(page.getByLabel('E-mail')).toBeFocused()
  for (const _ of ['password', 'sign in', 'passkey']) await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await page.getByRole('button', { name: 'Rename This device' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Laptop')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Rename Laptop' })).toBeFocused()
})

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { findFreePort } from '../../../test-support/find-free-port.js'
import { startDemo } from './demo-server.js'
import { withoutAutofill } from './without-autofill.js'

async function signIn(page: Page, origin: string, email: string, password: string): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

test('npm start -- --seed: people with passkeys, 90 days of events, and once only', async ({ page, browser }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
  const port = await findFreePort()
  const first = await startDemo({ port, dataDir, seed: true })
  await first.stop()
  const demo = await startDemo({ port, dataDir, seed: true })
  try {
    await withoutAutofill(page)
    await signIn(page, demo.origin, 'ada@example.com', 'fieldnotes')
    await page.goto(`${demo.origin}/account`)
    await expect(page.getByText('Laptop')).toHaveCount(1)

    const admin = await (await browser.newContext()).newPage()
    await withoutAutofill(admin)
    await signIn(
      admin,
      demo.origin,
      'admin@fieldnotes.example',
      await readFile(join(dataDir, 'admin-password'), 'utf8'),
    )
    await admin.goto(`${demo.origin}/admin/adoption`)
    await expect(admin.getByRole('main')).toContainText(/\d\d\d? sign-ins|\d\d\d? of \d\d\d?/)
    await admin.goto(`${demo.origin}/admin/events`)
    await expect(admin.getByRole('main')).toContainText('lise@example.com')
  } finally {
    await demo.stop()
    await rm(dataDir, { recursive: true })
  }
})

test('the first page has a tour', async ({ page }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
  const demo = await startDemo({ port: await findFreePort(), dataDir })
  try {
    await page.goto(demo.origin)
    await page.getByText('Take the tour').click()
    await expect(page.getByText('npm start -- --seed')).toBeVisible()
  } finally {
    await demo.stop()
    await rm(dataDir, { recursive: true })
  }
})

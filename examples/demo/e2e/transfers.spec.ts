import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { test } from './fixtures.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What the second program prints about a receipt. */
function verify(receipt: string, account: string): Promise<string> {
  const loader = ['--conditions=@latchkey/source', '--import', './scripts/run/tsx.mjs']
  const args = [...loader, 'examples/demo/verify-receipt.ts', receipt, account]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (_, out, problems) => resolve(out + problems))
  })
}

test('a transfer is confirmed, and a second program verifies its receipt', async ({
  page,
  demo,
  person,
  plugIn,
}, testInfo) => {
  await plugIn('internal')
  await person.enroll()
  await page.goto(`${demo.origin}/transfers`)
  await page.getByLabel('Recipient').fill('Grace')
  await page.getByLabel('Amount in euros').fill('12.50')
  const send = page.getByRole('button', { name: 'Confirm this transfer' })
  await send.click()
  await expect(page.getByText('Send 12.50 euros to Grace?')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('No transfers yet.')).toBeVisible()
  await send.click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(person.notice).toHaveText('Confirmed. The receipt is below.')
  await page.getByText('Show the receipt').click()
  await expect(page.getByText('"type": "latchkey.confirm"')).toBeVisible()
  const save = async (link: string, name: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: link }).click()
    const path = testInfo.outputPath(name)
    await (await download).saveAs(path)
    return path
  }
  const receipt = await save('Download the receipt', 'receipt.json')
  const account = await save('Download the account’s key', 'account.json')
  expect(await verify(receipt, account)).toContain('"amount":"12.50"')
  await writeFile(receipt, (await readFile(receipt, 'utf8')).replace('12.50', '92.50'))
  expect(await verify(receipt, account)).toContain('Not verified')
})

test('what is not a transfer is not confirmed', async ({ page, demo, person, plugIn }) => {
  await plugIn('internal')
  await person.enroll()
  const answer = await page.request.post(`${demo.origin}/passkeys/confirm/begin`, {
    data: { payload: { type: 'transfer', to: 'Grace', amount: '-1' } },
    headers: { origin: demo.origin },
  })
  expect(await answer.json()).toMatchObject({ code: 'forbidden' })
})

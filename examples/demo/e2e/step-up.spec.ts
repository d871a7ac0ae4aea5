import { expect } from '@playwright/test'
import { test } from './fixtures.js'

test('two-step sign-in is turned off only after the user has confirmed with a passkey', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  const authenticator = await plugIn('internal')
  await person.enroll()
  await page.getByRole('button', { name: 'Turn on two-step sign-in' }).click()
  const turnOff = page.getByRole('button', { name: 'Turn off two-step sign-in' })
  await expect(turnOff).toBeVisible()
  const refused = await page.request.post(`${demo.origin}/account/two-step`, {
    form: { on: 'no' },
    headers: { origin: demo.origin },
  })
  expect(refused.status()).toBe(403)
  await authenticator.setUserVerified(false)
  await turnOff.click()
  await expect(person.notice).not.toBeEmpty()
  await authenticator.setUserVerified(true)
  await turnOff.click()
  await expect(page.getByRole('button', { name: 'Turn on two-step sign-in' })).toBeVisible()
})

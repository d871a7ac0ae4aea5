import type { Locator, Page } from '@playwright/test'

/** The admin pages for one user's passkeys, by their visible texts. */
export interface UsersPage {
  /** Looks the user up by e-mail address. */
  find(email: string): Promise<void>
  readonly notice: Locator
  readonly passkeys: Locator
  passkey(name: string): Locator
  rename(before: string, after: string): Promise<void>
  suspend(name: string): Promise<void>
  reinstate(name: string): Promise<void>
  remove(name: string): Promise<void>
  removeAll(): Promise<void>
}

export function createUsersPage(page: Page, origin: string): UsersPage {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const open = (name: string) => page.locator(`summary[aria-label="${name}"]`).click()
  const passkeys = page.locator('#passkeys').getByRole('listitem')
  return {
    async find(email) {
      await page.goto(`${origin}/admin/users`)
      await page.getByLabel('User’s e-mail').fill(email)
      await press('Find')
    },
    notice: page.locator('#notice'),
    passkeys,
    passkey: (name) => passkeys.filter({ has: page.getByRole('heading', { name }) }),
    async rename(before, after) {
      await open(`Rename ${before}`)
      await page.getByRole('textbox', { name: 'Name' }).fill(after)
      await press('Save')
    },
    suspend: (name) => press(`Suspend ${name}`),
    reinstate: (name) => press(`Reinstate ${name}`),
    async remove(name) {
      await open(`Remove ${name}`)
      await press('Remove this passkey')
    },
    async removeAll() {
      await page.locator('summary', { hasText: 'Remove all' }).click()
      await press('Remove all passkeys')
    },
  }
}

import type { Locator, Page } from '@playwright/test'

/** The policy page, by its visible texts. */
export interface PolicyPage {
  readonly notice: Locator
  readonly preview: Locator
  /** One field, by its label. */
  setting(label: string): Locator
  /** Opens the field's group and chooses an option. */
  choose(label: string, entry: string): Promise<void>
  openAll(): Promise<void>
  goTo(scope: string): Promise<void>
  save(): Promise<void>
  showPreview(): Promise<void>
}

export function createPolicyPage(page: Page): PolicyPage {
  const setting = (label: string) => page.locator('.setting').filter({ has: page.getByText(label, { exact: true }) })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  return {
    notice: page.locator('#notice'),
    preview: page.locator('#preview'),
    setting,
    async choose(label, entry) {
      const group = page.locator('details.group').filter({ has: setting(label) })
      if ((await group.getAttribute('open')) === null) await group.locator('summary').click()
      await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: entry })
    },
    async openAll() {
      while ((await page.locator('details.group:not([open])').count()) > 0) {
        await page.locator('details.group:not([open]) > summary').first().click()
      }
    },
    goTo: (scope) => page.getByRole('navigation', { name: 'Policy scope' }).getByRole('link', { name: scope }).click(),
    save: () => press('Save'),
    showPreview: () => press('Preview'),
  }
}

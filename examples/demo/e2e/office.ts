import type { BrowserContext, Page } from '@playwright/test'
import { test as base } from './fixtures.js'
import { createUsersPage, type UsersPage } from './users-page.js'
import { signInAsWarden } from './warden.js'

export interface Office {
  readonly page: Page
  readonly users: UsersPage
}

/** The usual fixtures, and wardens in browsers of their own. */
export const test = base.extend<{ open: (options?: { readonly javaScriptEnabled: boolean }) => Promise<Office> }>({
  open: async ({ browser, demo }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (options) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      const page = await context.newPage()
      await signInAsWarden(page, demo)
      return { page, users: createUsersPage(page, demo.origin) }
    })
    for (const context of contexts) await context.close()
  },
})

import type { BrowserContext, Page } from '@playwright/test'
import { signInAsAdmin } from './admin.js'
import { test as base } from './fixtures.js'
import { createUsersPage, type UsersPage } from './users-page.js'

export interface AdminBrowser {
  readonly page: Page
  readonly users: UsersPage
}

/** The usual fixtures, and `open`: an admin in a separate browser context. */
export const test = base.extend<{ open: (options?: { readonly javaScriptEnabled: boolean }) => Promise<AdminBrowser> }>(
  {
    open: async ({ browser, demo }, use) => {
      const contexts: BrowserContext[] = []
      await use(async (options) => {
        const context = await browser.newContext(options)
        contexts.push(context)
        const page = await context.newPage()
        await signInAsAdmin(page, demo)
        return { page, users: createUsersPage(page, demo.origin) }
      })
      for (const context of contexts) await context.close()
    },
  },
)

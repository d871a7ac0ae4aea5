import { expect, type Locator, type Page } from '@playwright/test'

export const password = 'a long walk in the hills'

/** A user of the demo's pages, by their visible texts. */
export interface Person {
  readonly email: string
  /** With a password. */
  signUp(): Promise<void>
  /**
   * Signs up with a password and creates a passkey. The sign-up page is not opened: `signUp()` is for walks that are about
   * it.
   */
  enroll(): Promise<void>
  /** On the sign-up page, if the policy allows sign-up with a passkey. */
  signUpWithPasskey(address?: string): Promise<void>
  signIn(typed?: { readonly email?: string; readonly password?: string }): Promise<void>
  signOut(): Promise<void>
  /** Signs in with the password after the cookies were deleted. */
  comeBack(): Promise<void>
  acceptOffer(): Promise<void>
  declineOffer(): Promise<void>
  addPasskey(): Promise<void>
  /** From the account page. */
  join(organization: string): Promise<void>
  /** From any page inside the app. */
  switchTo(organization: string): Promise<void>
  pressPasskeyButton(): Promise<void>
  readonly notice: Locator
  /** The passkeys of the account page, each by its name. */
  readonly passkeys: Locator
  passkey(name: string): Locator
}

export interface PersonOptions {
  readonly page: Page
  readonly origin: string
  readonly email: string
}

export function createPerson({ page, origin, email }: PersonOptions): Person {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const at = (path: string) => expect(page).toHaveURL(`${origin}${path}`)
  const passkeys = page.locator('#passkeys').getByRole('listitem')
  const enter = async (typed: { readonly email: string; readonly password: string }) => {
    await page.getByLabel('E-mail').fill(typed.email)
    await page.getByLabel('Password').fill(typed.password)
  }
  return {
    email,
    async signUp() {
      await page.goto(`${origin}/sign-up?with=password`)
      await enter({ email, password })
      await press('Create account')
    },
    async enroll() {
      const form = { email, password }
      const answer = await page.request.post(`${origin}/sign-up`, { form, headers: { origin }, maxRedirects: 0 })
      expect(answer.status()).toBe(303)
      await page.goto(`${origin}/offer`)
      await press('Create a passkey')
      await at('/account')
    },
    async signUpWithPasskey(address = email) {
      await page.getByLabel('E-mail').fill(address)
      await press('Sign up with a passkey')
    },
    async signIn(typed = {}) {
      await enter({ email, password, ...typed })
      await press('Sign in')
    },
    async signOut() {
      await press('Sign out')
      await at('/sign-in')
    },
    async comeBack() {
      await page.context().clearCookies()
      await page.goto(`${origin}/sign-in`)
      await enter({ email, password })
      await press('Sign in')
    },
    async acceptOffer() {
      await at('/offer')
      await press('Create a passkey')
      await at('/account')
    },
    async declineOffer() {
      await at('/offer')
      await press('Not now')
      await at('/account')
    },
    addPasskey: () => press('Create a passkey'),
    async join(organization) {
      await press(`Join ${organization}`)
      await expect(page.getByRole('button', { name: `Join ${organization}` })).toHaveCount(0)
    },
    async switchTo(organization) {
      await page.locator('.switcher summary').click()
      await press(organization)
    },
    pressPasskeyButton: () => press('Sign in with a passkey'),
    // Of the page, or of the component.
    notice: page.locator('#notice, passkey-list [part~=message]').filter({ hasText: /\S/ }),
    passkeys,
    passkey: (name) => passkeys.filter({ has: page.getByRole('heading', { name, exact: true }) }),
  }
}

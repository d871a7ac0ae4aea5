import type { Page } from '@playwright/test'

/** The page runs in a browser that has passkeys, but does not offer them among the suggestions of a field. */
export async function withoutAutofill(page: Page): Promise<void> {
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
}

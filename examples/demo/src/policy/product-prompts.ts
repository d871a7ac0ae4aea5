import type { EffectivePolicy } from '@latchkey/core'

/** What a product documents about asking for a passkey. Fields that it leaves out are inherited. */
export interface ProductPrompt {
  readonly name: string
  readonly prompt: Partial<Pick<EffectivePolicy['prompt'], 'after' | 'every' | 'never'>>
}

/** Three products that document when they ask for a passkey. */
export const productPrompts = {
  kinde: { name: 'Kinde', prompt: { every: 'once', never: false } },
  workos: { name: 'WorkOS', prompt: { after: ['password'], every: { days: 14 }, never: true } },
  auth0: { name: 'Auth0', prompt: { after: ['password', 'email-otp'], every: { days: 30 }, never: true } },
} as const satisfies Readonly<Record<string, ProductPrompt>>

/** The fields that these products set. */
export const productFields = ['prompt.after', 'prompt.every', 'prompt.never'] as const

export function findProduct(id: unknown): ProductPrompt | undefined {
  return Object.entries(productPrompts).find(([known]) => known === id)?.[1]
}

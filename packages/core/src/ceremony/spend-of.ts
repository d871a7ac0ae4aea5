import type { Spend } from '@latchkey/storage'

/**
 * How long a spent ceremony stays stored after it expires. A store deletes it 24 hours later still, by the clock of the
 * process that sweeps. A clock that is days ahead must not let a ceremony finish twice.
 */
const clockMarginMs = 6 * 24 * 60 * 60 * 1000

/** The entry that a finish stores so that the ceremony cannot finish again. */
export function spendOf({ id, expiresAt }: { readonly id: string; readonly expiresAt: number }): Spend {
  return { id, expiresAt: expiresAt + clockMarginMs }
}

import type { Spend } from '@latchkey/storage'

/**
 * How much longer a finished ceremony is remembered than it lives. A store forgets it 24 hours later still, by the clock
 * of whichever process sweeps: one that is days ahead must not let a ceremony finish twice.
 */
const clockMarginMs = 6 * 24 * 60 * 60 * 1000

/** What finishing the ceremony spends. */
export function spendOf({ id, expiresAt }: { readonly id: string; readonly expiresAt: number }): Spend {
  return { id, expiresAt: expiresAt + clockMarginMs }
}

import type { EventRecord } from './events.js'
import type { CodeRecord } from './records.js'

/** Codes that a user types in: invitations, recovery codes, one-time passwords. */
export interface CodeStore {
  /** Stores the codes, all or none, with their events. Rejects an id that is stored already or is named twice. */
  create(codes: readonly CodeRecord[], events: readonly EventRecord[]): Promise<void>

  /**
   * Counts one try, even when the hash is wrong. Returns the code as it then is if the hash is right and the code is
   * not used, not expired at `now`, and had a try left. Redeeming does not use it up: `passkeys.add` does, when one
   * of its `spend` is this `code`, and it checks again that the code exists, is unused and has not expired.
   * Simultaneous calls never get more tries than there are.
   */
  tryRedeem(id: string, hash: Uint8Array, now: number): Promise<{ readonly code: CodeRecord } | 'refused'>

  /** Deletes the code, used or not, with its events. `gone` if it does not exist. */
  revoke(id: string, events: readonly EventRecord[]): Promise<'done' | 'gone'>
}

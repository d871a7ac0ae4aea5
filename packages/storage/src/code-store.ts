import type { EventRecord } from './events.js'
import type { CodeRecord } from './records.js'

/** Codes that somebody types in: invitations, recovery codes, one-time passwords. */
export interface CodeStore {
  /**
   * Keeps the codes, all or none, with their events. An id that is kept already, or is named twice, is refused by a
   * rejection.
   */
  create(codes: readonly CodeRecord[], events: readonly EventRecord[]): Promise<void>

  /**
   * Counts one try, even when the hash is wrong, and answers the code as it then is when the hash is right, it is
   * not used, not expired at `now`, and had a try left. Redeeming does not use it up: `passkeys.add` does, when one of
   * its `spend` is this `code`, and it judges anew whether the code is there, unused and not expired. Simultaneous calls never get more tries than there are.
   */
  tryRedeem(id: string, hash: Uint8Array, now: number): Promise<{ readonly code: CodeRecord } | 'refused'>

  /** Deletes the code, used or not, with its events. `gone` when there is none. */
  revoke(id: string, events: readonly EventRecord[]): Promise<'done' | 'gone'>
}

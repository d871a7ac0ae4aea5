/** What a library makes of a response: it accepts, or gives a reason. */
export interface Verdict {
  readonly accepts: boolean
  /** Our code, or the other library's words; empty where it accepts. */
  readonly reason: string
}

export const accepted: Verdict = { accepts: true, reason: '' }

export function refused(reason: string): Verdict {
  return { accepts: false, reason }
}

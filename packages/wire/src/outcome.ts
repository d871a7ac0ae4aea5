import type { Route } from './routes.js'

/**
 * How a ceremony ended, as its page saw it: with `succeeded`; by the user or the browser; with `refused` by the server,
 * which knows the reason itself; or with `abandoned`, when the user left the page.
 */
export const outcomeCodes = [
  'succeeded',
  'cancelled',
  'timed_out',
  'already_registered',
  'not_supported',
  'insecure_context',
  'wrong_domain',
  'blocked_by_frame',
  'user_gesture_required',
  'page_not_focused',
  'busy',
  'aborted',
  'network',
  'failed',
  'refused',
  'abandoned',
] as const

/** One of `outcomeCodes`. */
export type OutcomeCode = (typeof outcomeCodes)[number]

/** Where the browser asked: in its dialog, without asking (autofill, upgrade), or in the dialog of immediate mode. */
export const outcomeModes = ['modal', 'conditional', 'immediate'] as const

/** One of `outcomeModes`. */
export type OutcomeMode = (typeof outcomeModes)[number]

/** A report can have no more milliseconds than this; it is also the longest life of a ceremony. */
export const mostOutcomeMilliseconds = 600_000

/** The body of the route that takes reports. Nothing in it is about the user. */
export interface OutcomeJSON {
  readonly ceremony: string
  readonly code: OutcomeCode
  readonly mode: OutcomeMode
  /** From the begin to the end, a whole number of at most `mostOutcomeMilliseconds`. */
  readonly milliseconds: number
}

/** The route for reports, separate from the table: only pages that report bundle it. */
export const outcomeRoutes = {
  reportOutcome: { group: 'outcome', method: 'POST', path: '/outcome' },
} as const satisfies Readonly<Record<string, Route>>

/** Why an error happens, and what the developer or the operator does about it. Markdown, links as from docs/errors. */
export interface ErrorCause {
  readonly cause: string
  readonly remedy: string
}

/** What a page about an error code says beside the table of codes. */
export interface ErrorNotes {
  /** In the order of likelihood. */
  readonly causes: readonly [ErrorCause, ...ErrorCause[]]
  /** What the log says, if it says more than the code. */
  readonly log?: string
}

/** One cause. */
export function because(cause: string, remedy: string): ErrorCause {
  return { cause, remedy }
}

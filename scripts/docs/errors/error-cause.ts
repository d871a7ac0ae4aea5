/** Why an error happens, and what the developer or the operator does about it. Markdown; links are relative to docs/errors. */
export interface ErrorCause {
  readonly cause: string
  readonly remedy: string
}

/** What the page of an error code says in addition to the table of codes. */
export interface ErrorNotes {
  /** The most likely cause first. */
  readonly causes: readonly [ErrorCause, ...ErrorCause[]]
  /** What the handler logs without `onRefused`; the end of a sentence. Default: nothing. */
  readonly logged?: string
  /** What else helps to find the cause: members of the error, events. */
  readonly details?: string
}

/** One cause and its remedy. */
export function because(cause: string, remedy: string): ErrorCause {
  return { cause, remedy }
}

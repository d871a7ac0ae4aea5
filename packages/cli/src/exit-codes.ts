/**
 * What the process ends with. `failed` is 2, so that a script can tell an error from a database that is behind, or from
 * rows that were refused.
 */
export const exitCodes = { done: 0, behind: 1, refused: 1, failed: 2 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

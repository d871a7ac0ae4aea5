/** What the process ends with. `failed` is 2, so that a script can tell an error from a database that is behind. */
export const exitCodes = { done: 0, behind: 1, failed: 2 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * The exit codes of the process. `failed` is 2, so that a script can distinguish an error from a database that is behind,
 * and from refused rows.
 */
export const exitCodes = { done: 0, behind: 1, refused: 1, failed: 2 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

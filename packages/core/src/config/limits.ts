import * as z from 'zod'

/** At most so many calls from one address in a window of so many seconds, which opens with its first call. */
export interface Limit {
  readonly most: number
  readonly windowSeconds: number
}

interface LimitRow extends Limit {
  /** What is protected: the server's work, or a code that could be guessed. Only the first goes on without a count. */
  readonly protects: 'work' | 'code'
}

/** What is limited by the address of the client. A whole office may share one. */
export const limitTable = {
  signInBegin: { most: 300, windowSeconds: 60, protects: 'work' },
  signUpBegin: { most: 60, windowSeconds: 60, protects: 'work' },
  nativeSignInBegin: { most: 300, windowSeconds: 60, protects: 'work' },
  nativeSignUpBegin: { most: 60, windowSeconds: 60, protects: 'work' },
  invitationRedeem: { most: 30, windowSeconds: 600, protects: 'code' },
  recoveryRedeem: { most: 30, windowSeconds: 600, protects: 'code' },
  otpRequest: { most: 30, windowSeconds: 600, protects: 'code' },
  otpComplete: { most: 30, windowSeconds: 600, protects: 'code' },
} as const satisfies Readonly<Record<string, LimitRow>>

/** The name of a limit. */
export type LimitName = keyof typeof limitTable

/** The limits that differ from the defaults. */
export type Limits = { readonly [Name in LimitName]?: Limit | 'none' }

const mostCalls = 1_000_000
const longestWindow = 86_400

const limitSchema = z.union(
  [
    z.literal('none'),
    z.strictObject({ most: z.int().min(1).max(mostCalls), windowSeconds: z.int().min(1).max(longestWindow) }),
  ],
  "must be { most: 100, windowSeconds: 60 } in whole numbers, or 'none'",
)

export const limitsSchema = z.partialRecord(z.enum(Object.keys(limitTable)), limitSchema)

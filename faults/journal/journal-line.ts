import type { PasskeyErrorCode } from '@latchkey/wire'

/** A call that a process is about to make, as data: any process can repeat it. */
export type Call = Ceremony | Removal | PolicyWrite

/** The finish of a ceremony, with its envelope and the authenticator's answer. */
export interface Ceremony {
  readonly verb: 'enroll' | 'sign-in'
  readonly userId: string
  readonly passkeyId: string
  readonly finish: Finish
}

export interface Removal {
  readonly verb: 'remove'
  readonly userId: string
  readonly passkeyId: string
}

export interface PolicyWrite {
  readonly verb: 'policy'
  /** Without it, the environment's own layer. */
  readonly organizationId?: string
  readonly expectedVersion: number
  readonly signInUi: 'button' | 'autofill' | 'both'
}

export interface Finish {
  readonly ceremony: string
  readonly response: unknown
}

/** `unknown`: the storage failed, or the process was killed before it had a result. */
export type Outcome = 'success' | 'unknown' | Exclude<PasskeyErrorCode, 'storage_unavailable'> | `fault: ${string}`

/** One line of a process's journal, written before the process goes on. */
export type JournalLine =
  | {
      readonly kind: 'started'
      readonly number: number
      readonly lane: string
      readonly at: number
      readonly call: Call
    }
  | { readonly kind: 'ended'; readonly number: number; readonly at: number; readonly outcome: Outcome }
  | { readonly kind: 'delivered'; readonly claimedAt: number; readonly at: number; readonly ids: readonly string[] }
  | { readonly kind: 'settled'; readonly at: number; readonly ids: readonly string[] }

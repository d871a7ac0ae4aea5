import { type PasskeyJSON, type RecoveryCodesJSON, routes } from '@latchkey/wire'
import type { Connection } from './connection.js'
import { addPasskey } from './make-passkey.js'
import { parseAnswer } from './parse-answer.js'

/** What every verb that redeems a code takes. */
export interface RedeemOptions {
  /**
   * The name of the new passkey.
   *
   * @default the name of its provider
   */
  readonly name?: string
  /**
   * Ends the ceremony with `aborted`, or `timed_out` when it is an `AbortSignal.timeout`.
   *
   * @default none: the ceremony ends by itself
   */
  readonly signal?: AbortSignal
}

/** What `redeemInvitation` takes. */
export interface RedeemInvitationOptions extends RedeemOptions {
  /** The id of the invitation, from the link. */
  readonly id: string
  /** The code, from the link or as the user typed it. */
  readonly code: string
}

/** What `recover` takes. */
export interface RecoverOptions extends RedeemOptions {
  /** What the user is called, as at a sign-in. */
  readonly identifier: string
  /** A recovery code, as the user typed it. */
  readonly code: string
  /**
   * The one-time code that your app has sent after `code_required`, as the user typed it.
   *
   * @default no code
   */
  readonly otp?: string
}

/** Codes that lead to a passkey: invitations, and recovery codes. */
export interface RedeemClient {
  /**
   * The invited user has a new passkey, and no session: offer the sign-in next.
   *
   * @throws {PasskeyClientError} `code_invalid` for every problem with the invitation; `too_many_tries`
   * @throws {PasskeyClientError} as `enroll`
   */
  redeemInvitation(options: RedeemInvitationOptions): Promise<PasskeyJSON>
  /**
   * A user who has lost every passkey has a new one, and no session: offer the sign-in next.
   *
   * @throws {PasskeyClientError} `code_invalid`, whether the user or the code is wrong; `too_many_tries`,
   *   `account_locked`
   * @throws {PasskeyClientError} `code_required` if the policy asks for a one-time code too, which your app has sent: pass
   *   what the user types as `otp`
   * @throws {PasskeyClientError} as `enroll`
   */
  recover(options: RecoverOptions): Promise<PasskeyJSON>
  /**
   * The signed-in user has ten new recovery codes and no others. Show them: no call returns them again.
   *
   * @throws {PasskeyClientError} `cooling_down` while a newer passkey is in its cool-down: sign in with an older one, or wait
   * @throws {PasskeyClientError} `recent_authentication_required`; `account_changed` if a passkey was added meanwhile; as `list`
   */
  createRecoveryCodes(): Promise<RecoveryCodesJSON>
}

/** The verbs for users who create a passkey with a code. */
export function redeemVerbs({ call }: Connection): RedeemClient {
  return {
    redeemInvitation: async ({ id, code, ...options }) =>
      addPasskey({ call, begin: routes.redeemInvitation, beginBody: { id, code }, ...options }),
    recover: async ({ identifier, code, otp, ...options }) =>
      addPasskey({ call, begin: routes.redeemRecoveryCode, beginBody: { identifier, code, otp }, ...options }),
    createRecoveryCodes: async () => parseAnswer<RecoveryCodesJSON>(await call(routes.createRecoveryCodes), 'codes'),
  }
}

import type { RecoveryCodesJSON, SentOtpJSON } from '@latchkey/wire'
import type { AdminUserInput } from '../context/admin-target.js'
import type { BegunWithCode } from '../registration/begin-with-code.js'
import type { BegunEnroll } from '../registration/own-enrollment.js'
import type { Invitation, InvitationCreateInput } from './invitations/create-invitation.js'
import type { InvitationRevokeInput, ListedInvitation } from './invitations/invitations.js'
import type { InvitationRedeemInput } from './invitations/redeem-invitation.js'
import type { OtpCompleteInput } from './otp/complete-otp.js'
import type { OtpRequestInput } from './otp/request-otp.js'
import type { RecoveryCreateInput } from './recovery/create-recovery-codes.js'
import type { RecoveryRedeemInput } from './recovery/redeem-recovery-code.js'

/** Codes with which users create a passkey without a sign-in. */
export interface CodeApi {
  readonly invitations: {
    /**
     * An admin invites a user, who can then add a passkey without signing in. The code is valid for an hour, for one
     * passkey and at most five tries. It is returned once: send it to the user. Your app checks who may invite before
     * the call. An admin with the scope of an organization can invite only members who are in no other organization, and
     * their passkey is bound to the organization.
     *
     * @throws {PasskeyError} `forbidden`, `not_found` for a user that your app does not have, `passkeys_off`,
     *   `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor` or `host.findUserById`, and for a `urlTemplate` without `{id}` and
     *   `{code}` in its fragment, or an `attachment` that does not exist.
     */
    create(input: InvitationCreateInput): Promise<Invitation>
    /**
     * Returns the options of the invited user's passkey and its sealed ceremony, for `enroll.finish`, which then needs no
     * session. A wrong code counts one of the five tries; a right one begins at most 20 ceremonies. The
     * passkey consumes the invitation.
     *
     * @throws {PasskeyError} `code_invalid`, whether the code is wrong, used, expired, revoked or out of tries.
     * @throws {PasskeyError} `forbidden` if another user is signed in, or if the organization that invited may no longer
     *   manage the user; `not_signed_in` for a partial session
     * @throws {PasskeyError} `too_many_tries`, with `limit`, for a `clientAddress` that has reached
     *   `limits.invitationRedeem`.
     * @throws {PasskeyError} `passkeys_off`, `limit_reached`, `malformed`, `too_large`, `storage_unavailable`
     * @throws {TypeError} without `host.findUserById`.
     */
    redeem(input: InvitationRedeemInput): Promise<BegunWithCode>
    /**
     * Returns the invitations of a user, oldest first: open ones, and used and expired ones for 30 days. An admin with
     * the scope of an organization sees those of that organization.
     *
     * @throws {PasskeyError} `forbidden` without a scope; `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    list(input: AdminUserInput): Promise<{ readonly items: readonly ListedInvitation[] }>
    /**
     * The invitation is deleted, and ceremonies that it began fail with `code_invalid`. An admin with the scope of an
     * organization reaches the invitations of that organization.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    revoke(input: InvitationRevokeInput): Promise<void>
  }
  /**
   * A code that your app sends, before a signed-in user creates a passkey. The policy's `verifyBeforeEnroll: 'otp'` asks
   * for it.
   */
  readonly otp: {
    /**
     * `host.sendCode` sends the user six digits. They are valid for ten minutes, in this browser and for this sign-in.
     * While a code is valid, a new request sends the same code, with the tries that it has left. Limits per user: five
     * messages per hour, five wrong tries per code, 15 wrong tries per day.
     *
     * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `recent_authentication_required`, `limit_reached`,
     *   `malformed`, `storage_unavailable`
     * @throws {PasskeyError} `forbidden` without `host.sendCode`, for a delegated session, and for an organization that is
     *   not the user's.
     * @throws {PasskeyError} `too_many_tries`, with `limit`: `otpSends` and `otpTries` of the user, or
     *   `limits.otpRequest` of a `clientAddress`.
     * @throws what `host.sendCode` rejects with.
     */
    request(input: OtpRequestInput): Promise<SentOtpJSON>
    /**
     * Returns the options of a passkey and its sealed ceremony, for `enroll.finish`. The passkey consumes the code. The
     * sign-in must have been recent when the code was requested.
     *
     * @throws {PasskeyError} `code_invalid`, whether the code is wrong, used, expired or out of tries, was sent to another
     *   user, or for another browser or sign-in.
     * @throws {PasskeyError} `too_many_tries`, with `limit`: `otpTries` of the user, or `limits.otpComplete` of a
     *   `clientAddress`. Everything but one-time codes still works.
     * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `recent_authentication_required`, `limit_reached`,
     *   `malformed`, `storage_unavailable`
     * @throws {PasskeyError} `forbidden` as `enroll.begin`.
     * @throws {TypeError} for an invalid `user`.
     */
    complete(input: OtpCompleteInput): Promise<BegunEnroll>
  }
  /** For users who have lost every passkey. A code creates a new passkey, never a session. */
  readonly recovery: {
    /**
     * The signed-in user has ten new recovery codes, and all earlier codes no longer work. Each code works once and does
     * not expire. Show the codes immediately: only their digests are stored.
     *
     * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `recent_authentication_required`, `account_changed`,
     *   `storage_unavailable`
     * @throws {PasskeyError} `cooling_down` while a new passkey is in its `newPasskeyCooldown`, unless an older one has
     *   signed in since it was added.
     * @throws {PasskeyError} `forbidden` for a delegated session, for one signed in by a passkey that is bound to an
     *   organization, and where the policy's `recovery` is `off`.
     */
    createCodes(input: RecoveryCreateInput): Promise<RecoveryCodesJSON>
    /**
     * Returns the options of a new passkey for the user of a recovery code and its sealed ceremony, for `enroll.finish`,
     * which then needs no session. Wrong codes are not counted and lock no user. Storing the passkey uses up the code,
     * ends every other ceremony of the user, and calls `host.endSessions`.
     *
     * If the policy's `recovery` is `code-and-otp`, call it twice: without `otp`, a right code calls `host.sendCode` and
     * fails with `code_required`. With `otp`, the ceremony begins. Each call uses one of the code's 20 redemptions.
     *
     * @throws {PasskeyError} `code_invalid`, whether the user is unknown, or the code is wrong or used.
     * @throws {PasskeyError} `account_locked`, after a right code, where `host.maySignIn` refuses.
     * @throws {PasskeyError} `code_required`, after a right code, where the policy asks for a one-time code too.
     * @throws {PasskeyError} `forbidden` if another user is signed in, and where the policy's `recovery` is `off`;
     *   `not_signed_in` for a partial session
     * @throws {PasskeyError} `limit_reached`, after a right code: an admin removes a lost passkey first.
     * @throws {PasskeyError} `too_many_tries`, with `limit`, for a `clientAddress`, and for a one-time code as
     *   `otp.request` and `otp.complete`.
     * @throws {PasskeyError} `passkeys_off`, `storage_unavailable`
     * @throws {TypeError} without `host.findUser`.
     * @throws what `host.sendCode` rejects with.
     */
    redeem(input: RecoveryRedeemInput): Promise<BegunWithCode>
  }
}

import type { BegunEnroll } from '../registration/own-enrollment.js'
import type { ReconciledSignUp, ReconcileInput } from '../registration/reconcile-sign-up.js'
import type { EnrollBeginInput } from './enroll/begin-enroll.js'
import type { Enrolled, EnrollFinishInput } from './enroll/finish-enroll.js'
import type { OutcomeReportInput } from './outcome/report-outcome.js'
import type { OwnCeremonyApi } from './own-ceremony-api.js'
import type { BegunSignIn, SignInBeginInput } from './sign-in/begin-sign-in.js'
import type { SignIn, SignInFinishInput } from './sign-in/finish-sign-in.js'
import type { BegunSignUp, SignUpBeginInput } from './sign-up/begin-sign-up.js'
import type { SignUp, SignUpFinishInput } from './sign-up/finish-sign-up.js'

/** The ceremonies: each begins on the server, runs in the browser, and finishes on the server. */
export interface CeremonyApi extends OwnCeremonyApi {
  readonly signIn: {
    /**
     * Returns the options of a sign-in and its sealed ceremony; writes nothing. For an unknown identifier, or a user
     * without a usable passkey, the result has the same shape and size as for any user.
     *
     * @throws {PasskeyError} `passkeys_off`
     * @throws {PasskeyError} `forbidden` where passkeys are a second factor only.
     * @throws {PasskeyError} `malformed` for an identifier or organization that cannot exist, and without an
     *   identifier where the flow is `classic`.
     * @throws {PasskeyError} `too_many_tries`, with `limit`, for a `clientAddress` that has reached `limits.signInBegin`.
     * @throws {PasskeyError} `storage_unavailable`
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    begin(input: SignInBeginInput): Promise<BegunSignIn>
    /**
     * The owner of the passkey has signed in, exactly once for this ceremony, and the use is recorded. If it throws,
     * no user has signed in and nothing has changed, except for a suspension that the policy's `signCount` requires.
     * Refusals after a genuine signature are emitted as `sign_in.failed`, with the code.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} the code of the first check of `verifyAssertion` that fails; `second_opinion_differs`
     * @throws {PasskeyError} `credential_not_found`, `credential_not_allowed`, `user_handle_missing`,
     *   `account_locked`, `account_changed`
     * @throws {PasskeyError} `forbidden`, `passkeys_off`, `authenticator_not_allowed`, `attestation_not_trusted` by
     *   the policy as sealed and as of now.
     * @throws {PasskeyError} `sign_count_regression`, `backup_eligibility_changed` where the policy refuses those.
     * @throws {PasskeyError} `storage_unavailable`
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: SignInFinishInput): Promise<SignIn>
  }
  readonly signUp: {
    /**
     * Returns the options of a new user's first passkey and its sealed ceremony; writes nothing. The ceremony seals
     * the new user's id and profile. A native app may give the profile at finish instead: see `native.profileAtFinish`.
     *
     * @throws {PasskeyError} `passkeys_off`; `forbidden` where the policy does not allow sign-up with a passkey, or
     *   your app provides no `createUser`.
     * @throws {PasskeyError} `malformed`, `identifier_taken` with `issues`, one for each member of the profile.
     * @throws {PasskeyError} `too_large` for a profile of more than 2000 bytes.
     * @throws {PasskeyError} `too_many_tries`, with `limit`, for a `clientAddress` that has reached `limits.signUpBegin`.
     * @throws {PasskeyError} `storage_unavailable`
     */
    begin(input: SignUpBeginInput): Promise<BegunSignUp>
    /**
     * The user and the passkey exist, exactly once for this ceremony. If it throws, there is no passkey without a
     * user and no user who can sign in. After a failure of the storage or of `host.confirmUser`, both may exist;
     * `signUp.reconcile` or the first sign-in resolves this. If the passkey can never be stored, the client uses the
     * error's `signals` to have the browser delete it.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} the code of the first check of `verifyRegistration` that fails; `second_opinion_differs`
     * @throws {PasskeyError} `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`, `forbidden`
     * @throws {PasskeyError} `identifier_taken`, `malformed` with `issues`, also when that has changed since begin.
     * @throws {PasskeyError} `too_many_tries`, with `limit`, for a `clientAddress` that has reached
     *   `limits.nativeSignUpBegin`, if the profile is given here.
     * @throws {PasskeyError} `already_registered`, `account_changed`, `storage_unavailable`
     * @throws what `host.createUser` rejects with.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
     */
    finish(input: SignUpFinishInput): Promise<SignUp>
    /**
     * A pending user is confirmed if the passkey of the sign-up is stored, and discarded otherwise, through
     * `host.confirmUser` and `host.discardUser`. No passkey is stored for a discarded user, even if the sign-up is
     * still in progress. Safe to repeat. Call it for users who have been pending for more than ten minutes.
     *
     * @throws {PasskeyError} `storage_unavailable`
     * @throws {TypeError} where your app provides no `confirmUser` and `discardUser`.
     */
    reconcile(input: ReconcileInput): Promise<ReconciledSignUp>
  }
  readonly enroll: {
    /**
     * Returns the options of another passkey for the signed-in user and its sealed ceremony; writes nothing. The
     * user's existing passkeys are excluded, so that no authenticator creates a second one.
     *
     * @throws {PasskeyError} `not_signed_in`; `forbidden` for a user other than the session's, an organization that
     *   is not the user's, or an attachment that the policy does not allow.
     * @throws {PasskeyError} `passkeys_off`, `recent_authentication_required`, `limit_reached`, `malformed`
     * @throws {PasskeyError} with `conditional`: `forbidden` where the policy, the session or the user's answer to a
     *   prompt does not allow a silent passkey; `recent_authentication_required` without a password in the last five
     *   minutes.
     * @throws {PasskeyError} `code_required` where the policy asks for a one-time code: begin with `otp.complete`.
     * @throws {PasskeyError} `storage_unavailable`
     * @throws {TypeError} when the user has no name.
     */
    begin(input: EnrollBeginInput): Promise<BegunEnroll>
    /**
     * The passkey belongs to the user, exactly once for this ceremony, and the user's passkeys are within the limit. If
     * it throws, no passkey was added. If the passkey can never be added, the client uses the error's `signals` to have
     * the browser delete it.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} `not_signed_in`; `forbidden` when the session's user or organization has changed since
     *   begin.
     * @throws {PasskeyError} `code_invalid` for a code that was used since it was redeemed, or an invitation that was
     *   revoked.
     * @throws {PasskeyError} the code of the first check of `verifyRegistration` that fails; `second_opinion_differs`
     * @throws {PasskeyError} `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`,
     *   `recent_authentication_required`, `code_required` where the policy has become stricter.
     * @throws {PasskeyError} `limit_reached`, `already_registered`, `account_changed`
     * @throws {PasskeyError} `identifier_taken` for an invited user who did not exist, with an issue for each identifier.
     * @throws {PasskeyError} `malformed` for a name that is not 1 to 100 characters.
     * @throws {PasskeyError} `storage_unavailable`
     * @see https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
     */
    finish(input: EnrollFinishInput): Promise<Enrolled>
  }
  readonly outcome: {
    /**
     * Records how a page's ceremony ended. The ceremony itself does not change. Reports are summed: there is one
     * `ceremony.reported` event per kind of outcome and hour, and `admin.adoption` returns the sums. A second report
     * about the same ceremony is ignored if this process still remembers the first.
     *
     * @throws {PasskeyError} `malformed`; `ceremony_invalid` for what this server has not sealed; `ceremony_expired` if it
     *   began more than 24 hours ago.
     */
    report(input: OutcomeReportInput): Promise<void>
  }
}

import type { Page, SweepCounts } from '@latchkey/storage'
import type { ConfigJSON, PromptJSON, SignalsJSON } from '@latchkey/wire'
import type { RelyingParty } from '../config/relying-party.js'
import type { AdminUserInput } from '../context/admin-target.js'
import type { OrganizationInput } from '../context/membership.js'
import type { MetadataStatus } from '../context/model-metadata.js'
import type { ReadPolicy } from '../context/policy-reader.js'
import type { Actor } from '../events/create-event.js'
import type { PasskeyEvent } from '../events/event-data.js'
import type { ResolvedPolicy } from '../policy/resolve-policy.js'
import type { AccountInput } from './accounts/accounts.js'
import type { Adoption, AdoptionInput } from './admin/adoption.js'
import type { EventsInput } from './admin/events.js'
import type {
  AdminPasskeyInput,
  AdminPasskeyList,
  AdminRemoved,
  AdminRemovedAll,
  AdminRenameInput,
  ChangedPasskey,
} from './admin/passkeys.js'
import type { Admission, AdmitsInput } from './assurance/admits.js'
import type { PasswordAllowedInput } from './config/password-allowed.js'
import type { BegunConfirm, ConfirmBeginInput } from './confirm/begin-confirm.js'
import type { Confirm, ConfirmFinishInput } from './confirm/finish-confirm.js'
import type { AdminEnrollBeginInput, BegunEnroll, EnrollBeginInput } from './enroll/begin-enroll.js'
import type { AdminEnrollFinishInput, Enrolled, EnrollFinishInput } from './enroll/finish-enroll.js'
import type { ExportInput } from './import-export/export-passkeys.js'
import type { PasskeyRow } from './import-export/formats/latchkey-row.js'
import type { ImportCounts, ImportInput } from './import-export/import-passkeys.js'
import type { Invitation, InvitationCreateInput } from './invitations/create-invitation.js'
import type { InvitationRedeemInput, RedeemedInvitation } from './invitations/redeem-invitation.js'
import type { InvitationRevokeInput } from './invitations/revoke-invitation.js'
import type { ListInput, PasskeyList } from './manage/list-passkeys.js'
import type { SignalsInput } from './manage/list-signals.js'
import type { RemoveInput } from './manage/remove-passkey.js'
import type { RenamedPasskey, RenameInput } from './manage/rename-passkey.js'
import type { PolicyPreview, PolicyPreviewInput } from './policy/preview-policy.js'
import type {
  ClearOrganizationInput,
  SetEnvironmentInput,
  SetOrganizationInput,
  StoredPolicy,
  StoredPolicyInput,
} from './policy/write-policy.js'
import type { PromptAnswerInput, PromptDecideInput, PromptResetInput, PromptShownInput } from './prompt/prompt.js'
import type { BegunSecondFactor, SecondFactorBeginInput } from './second-factor/begin-second-factor.js'
import type { SecondFactor, SecondFactorFinishInput } from './second-factor/finish-second-factor.js'
import type { BegunSignIn, SignInBeginInput } from './sign-in/begin-sign-in.js'
import type { SignIn, SignInFinishInput } from './sign-in/finish-sign-in.js'
import type { BegunSignUp, SignUpBeginInput } from './sign-up/begin-sign-up.js'
import type { SignUp, SignUpFinishInput } from './sign-up/finish-sign-up.js'
import type { ReconciledSignUp, ReconcileInput } from './sign-up/reconcile-sign-up.js'
import type { BegunStepUp, StepUpBeginInput } from './step-up/begin-step-up.js'
import type { StepUp, StepUpFinishInput } from './step-up/finish-step-up.js'

/**
 * An app's own passkeys. Every method takes one options object and returns a plain object: what it returns is verified
 * and stored. A failure is a `PasskeyError` with a code; misuse by the developer is a `TypeError`.
 */
export interface Passkeys {
  readonly signIn: {
    /**
     * Returns the options of a sign-in and its sealed ceremony; writes nothing. For an unknown identifier, or a user
     * without a usable passkey, the result has the same shape and size as for any user.
     *
     * @throws {PasskeyError} `passkeys_off`
     * @throws {PasskeyError} `forbidden` where passkeys are a second factor only.
     * @throws {PasskeyError} `malformed` for an identifier or organization that cannot exist, and without an
     *   identifier where the flow is `classic`.
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
     * the new user's id and profile.
     *
     * @throws {PasskeyError} `passkeys_off`; `forbidden` where the policy does not allow sign-up with a passkey, or
     *   your app provides no `createUser`.
     * @throws {PasskeyError} `malformed`, `identifier_taken` with `issues`, one for each member of the profile.
     * @throws {PasskeyError} `too_large` for a profile of more than 2000 bytes.
     * @throws {PasskeyError} `storage_unavailable`
     */
    begin(input: SignUpBeginInput): Promise<BegunSignUp>
    /**
     * The user and the passkey exist, exactly once for this ceremony. If it throws, there is no passkey without a
     * user and no user who can sign in. After a failure of the storage or of `host.confirmUser` both may exist;
     * `signUp.reconcile` or the first sign-in decides that. If the passkey can never be stored, the error's `signals`
     * make the browser delete it.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} the code of the first check of `verifyRegistration` that fails; `second_opinion_differs`
     * @throws {PasskeyError} `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`, `forbidden`
     * @throws {PasskeyError} `identifier_taken`, `malformed` with `issues`, also when that has changed since begin.
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
     * @throws {PasskeyError} `storage_unavailable`
     * @throws {TypeError} when the user has no name.
     */
    begin(input: EnrollBeginInput): Promise<BegunEnroll>
    /**
     * The passkey is the user's, exactly once for this ceremony, and the user has no more than the limit. If it
     * throws, no passkey was added. If it can never be added, the error's `signals` make the browser delete it.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} `not_signed_in`; `forbidden` when the session's user or organization has changed since
     *   begin.
     * @throws {PasskeyError} `code_invalid` for an invitation that was used or revoked since it was redeemed.
     * @throws {PasskeyError} the code of the first check of `verifyRegistration` that fails; `second_opinion_differs`
     * @throws {PasskeyError} `authenticator_not_allowed`, `attestation_not_trusted`, `passkeys_off`,
     *   `recent_authentication_required` where the policy has become stricter.
     * @throws {PasskeyError} `limit_reached`, `already_registered`, `account_changed`
     * @throws {PasskeyError} `malformed` for a name that is not 1 to 100 characters.
     * @throws {PasskeyError} `storage_unavailable`
     * @see https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
     */
    finish(input: EnrollFinishInput): Promise<Enrolled>
  }
  /** A passkey after another method, such as a password: only for a session that is `partial`. */
  readonly secondFactor: {
    /**
     * Returns the options of a second factor and its sealed ceremony; writes nothing. Lists the user's own passkeys
     * only: the 20 that were used last.
     *
     * @throws {PasskeyError} `not_signed_in`
     * @throws {PasskeyError} `forbidden` for a session that is not `partial`, a delegated one, and where passkeys are
     *   a first factor only.
     * @throws {PasskeyError} `not_found` for a user without a usable passkey.
     * @throws {PasskeyError} `passkeys_off`, `malformed`, `recent_authentication_required`, `storage_unavailable`
     */
    begin(input: SecondFactorBeginInput): Promise<BegunSecondFactor>
    /**
     * The user has used the second factor, exactly once for this ceremony, and the use is recorded. `assurance` is
     * what the session and the passkey prove together.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} `not_signed_in`; `forbidden` for the session of another user or organization, and as at
     *   begin.
     * @throws {PasskeyError} `account_changed` if the account was recovered, purged or invalidated since begin.
     * @throws {PasskeyError} otherwise as `signIn.finish`.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: SecondFactorFinishInput): Promise<SecondFactor>
  }
  /** The signed-in user proves presence again, before something sensitive. Makes no session. */
  readonly stepUp: {
    /**
     * Returns the options of a step-up and its sealed ceremony; writes nothing. User verification is required, whatever
     * the policy says.
     *
     * @throws {PasskeyError} `not_signed_in`; `forbidden` for a delegated session.
     * @throws {PasskeyError} `not_found` for a user without a usable passkey.
     * @throws {PasskeyError} `passkeys_off`, `malformed`, `recent_authentication_required`, `storage_unavailable`
     * @throws {TypeError} for a `maxAge` that is not 1 to 86400 seconds.
     */
    begin(input: StepUpBeginInput): Promise<BegunStepUp>
    /**
     * The user is present and verified, exactly once for this ceremony. The result is valid until `expiresAt`.
     *
     * @throws {PasskeyError} as `secondFactor.finish`.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: StepUpFinishInput): Promise<StepUp>
  }
  /** The signed-in user confirms one action. Its digest is in the challenge that the passkey signs. Makes no session. */
  readonly confirm: {
    /**
     * Returns the options of a confirmation, its sealed ceremony, and the payload to show; writes nothing. Text in the
     * payload is not normalized, so two spellings of one letter are two payloads.
     *
     * @throws {PasskeyError} `forbidden` for a delegated session, and where `host.describeConfirm` refuses.
     * @throws {PasskeyError} otherwise as `stepUp.begin`.
     * @throws {TypeError} for a payload that is not plain JSON, or is larger than 16 kB or deeper than 16 levels.
     */
    begin(input: ConfirmBeginInput): Promise<BegunConfirm>
    /**
     * The user's passkey has signed this payload, exactly once for this ceremony. Act on the `payload` of the result.
     *
     * @throws {PasskeyError} `challenge_mismatch` for another payload.
     * @throws {PasskeyError} otherwise as `secondFactor.finish`.
     * @throws {TypeError} for a payload that is not plain JSON.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: ConfirmFinishInput): Promise<Confirm>
  }
  readonly invitations: {
    /**
     * An admin invites a user, who can then add a passkey without signing in: the code is valid for an hour, for one
     * passkey and at most five tries. Send it to the user; it is returned once. Your app checks who may invite before
     * it calls. An admin with the scope of an organization invites only its members who are in no other organization,
     * and their passkey is bound to it.
     *
     * @throws {PasskeyError} `forbidden`, `not_found` for a user that your app does not have, `passkeys_off`,
     *   `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor` or `host.findUserById`, and for a `urlTemplate` without `{id}` and
     *   `{code}` in its fragment.
     */
    create(input: InvitationCreateInput): Promise<Invitation>
    /**
     * Returns the options of the invited user's passkey and its sealed ceremony, for `enroll.finish`, which then needs no
     * session. A wrong code counts one of the five tries; a right one begins at most 20 ceremonies. The
     * passkey consumes the invitation.
     *
     * @throws {PasskeyError} `code_invalid`, whether the code is wrong, used, expired, revoked or out of tries.
     * @throws {PasskeyError} `forbidden` if another user is signed in, or the organization that invited no longer reaches
     *   the user; `not_signed_in` for a partial session
     * @throws {PasskeyError} `passkeys_off`, `limit_reached`, `storage_unavailable`
     * @throws {TypeError} without `host.findUserById`.
     */
    redeem(input: InvitationRedeemInput): Promise<RedeemedInvitation>
    /**
     * The invitation is deleted, and ceremonies that it began fail with `code_invalid`. Needs the environment.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    revoke(input: InvitationRevokeInput): Promise<void>
  }
  readonly manage: {
    /**
     * Returns the user's passkeys, suspended ones included, and whether the user may remove each.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `storage_unavailable`
     */
    list(input: ListInput): Promise<PasskeyList>
    /**
     * The user's passkey has the new name, of 1 to 100 characters.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `recent_authentication_required`, `not_found`,
     *   `malformed`, `storage_unavailable`
     */
    rename(input: RenameInput): Promise<RenamedPasskey>
    /**
     * The user's passkey is removed. The policy's `removeLast` protects the last passkey that can sign in, even
     * against simultaneous requests.
     *
     * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `recent_authentication_required`, `not_found`,
     *   `last_sign_in_method`, `storage_unavailable`
     * @throws {PasskeyError} `forbidden` for a suspended passkey, which only an admin removes.
     */
    remove(input: RemoveInput): Promise<{ readonly signals: SignalsJSON }>
    /**
     * Returns the signals for the browser's Signal API: the ids of all of the user's passkeys, suspended ones
     * included, and the user's current name. For changes that were made elsewhere.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `storage_unavailable`
     */
    signals(input: SignalsInput): Promise<SignalsJSON>
  }
  readonly prompt: {
    /**
     * Returns whether to ask this user for a passkey now; writes nothing. On `require`, hold your session back until a
     * passkey exists.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `malformed`, `storage_unavailable`
     */
    decide(input: PromptDecideInput): Promise<PromptJSON>
    /**
     * The user's answer is recorded and respected. Returns the resulting decision.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`
     * @throws {PasskeyError} `decline_refused` where the policy requires a passkey and the user has none, and for
     *   `never` where the policy does not offer it.
     * @throws {PasskeyError} `malformed`, `storage_unavailable`
     */
    answer(input: PromptAnswerInput): Promise<PromptJSON>
    /**
     * Records that the prompt was shown, and emits `prompt.shown`. It affects no decision.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `malformed`, `storage_unavailable`
     */
    shown(input: PromptShownInput): Promise<void>
  }
  readonly policy: {
    /**
     * Returns the policy in effect, at most ten seconds old, and the layer that sets each value.
     *
     * @default the environment's policy
     * @throws {PasskeyError} `malformed` for an organization id that cannot exist; `storage_unavailable`
     */
    effective(input?: OrganizationInput): Promise<ReadPolicy>
    /**
     * Returns one stored layer and its version, even if it is switched off; version 0 if nothing is stored.
     *
     * @default the environment's layer
     * @throws {PasskeyError} `malformed`, `storage_unavailable`
     */
    stored(input?: StoredPolicyInput): Promise<StoredPolicy>
    /**
     * Returns the policy below a stored layer. Each field that the layer leaves out inherits its value from there.
     *
     * @default below the environment's layer
     * @throws {PasskeyError} `malformed`, `storage_unavailable`
     */
    inherited(input?: StoredPolicyInput): Promise<ResolvedPolicy>
  }
  readonly assurance: {
    /**
     * Returns whether a sign-in with a passkey is enough for an organization, under its present policy. Call it
     * whenever a user switches the organization. Changes nothing.
     *
     * @throws {PasskeyError} `malformed`, `storage_unavailable`
     */
    admits(input: AdmitsInput): Promise<Admission>
  }
  /** The methods for admins. Your app checks who may call them; each call records its `actor`. */
  readonly admin: AdminApi
  /**
   * Returns the sign-in methods in the order in which a page shows them; `others` are your app's own.
   *
   * @throws {PasskeyError} `malformed`, `storage_unavailable`
   */
  signInMethods(input?: OrganizationInput & { readonly others?: readonly string[] }): Promise<readonly string[]>
  /**
   * Returns whether a password may still sign this user in. Under `password: 'refused-once-enrolled'` it may not once
   * one of the user's passkeys can; the last sign-in method is never blocked.
   *
   * @throws {PasskeyError} `forbidden` for an organization that is not the user's; `malformed`, `storage_unavailable`
   */
  passwordAllowed(input: PasswordAllowedInput): Promise<boolean>
  /**
   * Returns the settings that a page needs before a user has signed in: mode, flow, and the profile that a sign-up
   * asks for.
   *
   * @throws {PasskeyError} `malformed`, `storage_unavailable`
   */
  config(input?: OrganizationInput): Promise<ConfigJSON>
  /**
   * Deletes what is no longer needed, in batches until nothing is left, and returns the counts. Call it periodically.
   *
   * @throws {PasskeyError} `storage_unavailable`
   */
  sweep(): Promise<SweepCounts>
  /** The relying party as configured, with every default filled in. */
  readonly relyingParty: RelyingParty
  /** Every origin on which ceremonies may run: those of the relying party, and those of `extensionOrigins`. */
  readonly ceremonyOrigins: readonly string[]
}

/** The methods that take an `actor`. They can act on any user. */
export interface AdminApi {
  readonly policy: {
    /**
     * Stores the environment's layer. It takes effect in this process at once, and everywhere within ten seconds.
     *
     * @throws {PasskeyError} `policy_invalid` with `issues`; `version_conflict` when the layer has changed since it
     *   was read; `forbidden`, `storage_unavailable`. Except after the last, nothing has changed.
     */
    setEnvironment(input: SetEnvironmentInput): Promise<StoredPolicy>
    /**
     * Stores the organization's override. It takes effect in this process at once, and everywhere within ten seconds.
     * Switched off, it stays stored and has no effect.
     *
     * @throws {PasskeyError} as `setEnvironment`; `malformed` for an organization id that cannot exist.
     */
    setOrganization(input: SetOrganizationInput): Promise<StoredPolicy>
    /**
     * The organization's override is empty and switched off. Its version still increases.
     *
     * @throws {PasskeyError} as `setOrganization`
     */
    clearOrganization(input: ClearOrganizationInput): Promise<StoredPolicy>
    /**
     * Returns the users that a change of policy would lock out; changes nothing. Reads every passkey of the relying
     * party, a page at a time.
     *
     * @throws {PasskeyError} `policy_invalid` with `issues`; `malformed`, `forbidden`, `storage_unavailable`
     * @throws {TypeError} for an organization where your app provides no `host.organizationsOf`.
     */
    preview(input: PolicyPreviewInput): Promise<PolicyPreview>
  }
  /** What to call when your app resets a password, or deletes a user. */
  readonly accounts: {
    /**
     * Ceremonies that were begun for this user fail with `account_changed`. Passkeys stay. Call it when your app
     * resets a password or ends all sessions, so that a ceremony begun with the old password cannot enroll a passkey.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    invalidate(input: AccountInput): Promise<void>
    /**
     * The user has no passkeys, codes or prompt state, and ceremonies that were begun fail with `account_changed`. A
     * tombstone stays: a user with the same id gets a new handle, and old passkeys never sign in again. Call it when your
     * app deletes the user.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    purge(input: AccountInput): Promise<void>
  }
  readonly prompt: {
    /**
     * The user's answers to the prompt are deleted; the next prompt may come at once.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    reset(input: PromptResetInput): Promise<void>
  }
  readonly passkeys: {
    /**
     * Returns the user's passkeys, whatever the policy's mode; none for an unknown user.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    list(input: AdminUserInput): Promise<AdminPasskeyList>
    /**
     * The passkey has the new name, of 1 to 100 characters.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    rename(input: AdminRenameInput): Promise<ChangedPasskey>
    /**
     * The passkey is removed, even the last one or a suspended one.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    remove(input: AdminPasskeyInput): Promise<AdminRemoved>
    /**
     * The user has no passkeys, and ceremonies that were begun fail with `account_changed`. Emits one event for each
     * passkey.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    removeAll(input: AdminUserInput): Promise<AdminRemovedAll>
    /**
     * The passkey stays stored but signs no user in, not even in sign-ins that have begun. Repeating it changes
     * nothing.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    suspend(input: AdminPasskeyInput): Promise<ChangedPasskey>
    /**
     * The passkey works again. Repeating it changes nothing.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    reinstate(input: AdminPasskeyInput): Promise<ChangedPasskey>
  }
  readonly enroll: {
    /**
     * Returns the options of a passkey that an admin enrolls for a user, and its sealed ceremony; writes nothing. The
     * rules of `enroll.begin` hold, except for a recent sign-in.
     *
     * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, and for an organization that is not the user's or an
     *   attachment that the policy does not allow.
     * @throws {PasskeyError} `passkeys_off`, `limit_reached`, `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, or when the user has no name.
     */
    begin(input: AdminEnrollBeginInput): Promise<BegunEnroll>
    /**
     * The passkey is the user's, exactly once for this ceremony. The passkey and its event name the admin. Whatever is
     * thrown, no passkey was added.
     *
     * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, and for an admin, user or organization other than at begin;
     *   otherwise as `enroll.finish`.
     * @throws {TypeError} without an `actor`.
     */
    finish(input: AdminEnrollFinishInput): Promise<Enrolled>
  }
  /**
   * Returns the adoption of passkeys, counted from events. Delivered events are deleted after thirty days: store the
   * figures of earlier days.
   *
   * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
   * @throws {TypeError} without an `actor`.
   */
  adoption(input: AdoptionInput): Promise<Adoption>
  /**
   * Returns events, oldest first, delivered or not. Events stay for thirty days after delivery.
   *
   * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
   * @throws {TypeError} without an `actor`.
   */
  events(input: EventsInput): Promise<Page<PasskeyEvent>>
  readonly metadata: {
    /** Returns whether the authenticator metadata can be used, until when, and how many models it lists. Reads it. */
    status(): Promise<MetadataStatus>
    /**
     * Accepts what `metadata.read` returns now, even if it is older than what was accepted before. For an operator
     * who knows why the service went back. Needs the environment. If anything else is wrong with it, nothing changes,
     * and the returned status has the issue.
     *
     * @throws {PasskeyError} `forbidden`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    acceptOlder(input: { readonly actor: Actor }): Promise<MetadataStatus>
  }
  /**
   * The passkeys of the rows are stored, each with the user handle that its authenticator knows. A refused row stores
   * nothing, and the others go on. Imported passkeys are not attested, and not user verified until they are used.
   * Repeating an import changes nothing: existing passkeys are `already_there`, removed ones stay removed for a year.
   *
   * @throws {PasskeyError} `forbidden` for an actor of one organization; `storage_unavailable`: the rows reported before
   *   are stored, and the import can be repeated.
   * @throws what iterating `rows` throws.
   */
  import(input: ImportInput): Promise<ImportCounts>
  /**
   * Yields every passkey of the relying party, suspended ones included, ordered by id, in the form that `admin.import`
   * reads.
   *
   * ```ts
   * for await (const row of passkeys.admin.export()) file.write(`${JSON.stringify(row)}\n`)
   * ```
   *
   * @throws {PasskeyError} `forbidden` for an actor of one organization, `storage_unavailable`; both while iterating.
   */
  export(input?: ExportInput): AsyncIterable<PasskeyRow>
}

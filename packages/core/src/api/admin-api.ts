import type { Page } from '@latchkey/storage'
import type { SentOtpJSON } from '@latchkey/wire'
import type { AdminUserInput } from '../context/admin-target.js'
import type { MetadataStatus } from '../context/model-metadata.js'
import type { Actor } from '../events/create-event.js'
import type { PasskeyEvent } from '../events/event-data.js'
import type { BegunEnroll } from '../registration/own-enrollment.js'
import type { AccountInput } from './accounts/accounts.js'
import type { Adoption, AdoptionInput } from './admin/adoption.js'
import type { DeliveriesInput, Delivery, EndpointInput, EndpointStatus, ReplayInput } from './admin/deliveries.js'
import type { EventsInput } from './admin/events.js'
import type {
  AdminPasskeyInput,
  AdminPasskeyList,
  AdminRemoved,
  AdminRemovedAll,
  AdminRenameInput,
  ChangedPasskey,
} from './admin/passkeys.js'
import type { AdminEnrollBeginInput } from './enroll/begin-admin-enroll.js'
import type { AdminEnrollFinishInput, Enrolled } from './enroll/finish-enroll.js'
import type { ExportInput } from './import-export/export-passkeys.js'
import type { PasskeyRow } from './import-export/formats/latchkey-row.js'
import type { ImportCounts, ImportInput } from './import-export/import-passkeys.js'
import type { UserInvitation, UserInviteInput } from './invitations/invite-user.js'
import type { AdminOtpCompleteInput } from './otp/complete-otp.js'
import type { AdminOtpRequestInput } from './otp/request-otp.js'
import type { PolicyPreview, PolicyPreviewInput } from './policy/preview-policy.js'
import type {
  ClearOrganizationInput,
  SetEnvironmentInput,
  SetOrganizationInput,
  StoredPolicy,
} from './policy/write-policy.js'
import type { PromptResetInput } from './prompt/prompt.js'

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
  /** What to call when your app resets a password, locks an account, or deletes a user. */
  readonly accounts: {
    /**
     * Ceremonies that were begun for this user fail with `account_changed`. Passkeys stay. Call it when your app
     * resets a password or ends all sessions, so that a ceremony begun with the old password cannot enroll a passkey.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    invalidate(input: AccountInput): Promise<void>
    /**
     * Emits `account.locked`, and ceremonies that were begun for this user fail with `account_changed`. Call it when your
     * app locks an account. Your app decides: `host.maySignIn` refuses the user's sign-ins with `account_locked`.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    recordLock(input: AccountInput): Promise<void>
    /**
     * Emits `account.unlocked`. Call it when your app unlocks an account.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    recordUnlock(input: AccountInput): Promise<void>
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
  readonly users: {
    /**
     * Invites a user who does not exist yet. The code is that of `invitations.create`, and `invitations.redeem` begins the
     * passkey. `host.createUser` creates the user with it, whatever the policy's `signUp`; if an identifier is taken
     * then, the finish is `identifier_taken`. An admin with the scope of an organization invites into that organization
     * only, and learns here of no user.
     *
     * @throws {PasskeyError} `identifier_taken` for an admin of the environment.
     * @throws {PasskeyError} `malformed` for a profile that the rules refuse, with `issues`; `too_large`
     * @throws {PasskeyError} `forbidden` without a scope, and for another organization than the actor's or an attachment
     *   that the policy does not allow; `passkeys_off`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, `host.createUser` or `host.findUser`, and as `invitations.create`.
     */
    invite(input: UserInviteInput): Promise<UserInvitation>
  }
  readonly enroll: {
    /**
     * Returns the options of a passkey that an admin enrolls for a user, and its sealed ceremony; writes nothing. The
     * rules of `enroll.begin` hold, except for a recent sign-in.
     *
     * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, and for an organization that is not the user's or an
     *   attachment that the policy does not allow.
     * @throws {PasskeyError} `code_required` where the policy asks for a one-time code: begin with `admin.otp.complete`.
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
  /** A one-time code that a user reads out to an admin, before the admin enrolls a passkey. */
  readonly otp: {
    /**
     * `host.sendCode` sends the user a code. It is valid as the code of `otp.request` is, for this admin and browser.
     *
     * @throws {PasskeyError} `too_many_tries`, with `limit`, as `otp.request`.
     * @throws {PasskeyError} `forbidden` without `host.sendCode`; otherwise as `admin.enroll.begin`.
     * @throws {TypeError} without an `actor`.
     * @throws what `host.sendCode` rejects with.
     */
    request(input: AdminOtpRequestInput): Promise<SentOtpJSON>
    /**
     * Returns the options of a passkey that an admin enrolls for the user who has read out the code, and its sealed
     * ceremony, for `admin.enroll.finish`. The passkey consumes the code.
     *
     * @throws {PasskeyError} `code_invalid`, `too_many_tries`, as `otp.complete`; otherwise as `admin.enroll.begin`.
     * @throws {TypeError} without an `actor`, or when the user has no name.
     */
    complete(input: AdminOtpCompleteInput): Promise<BegunEnroll>
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
  /** How the delivery of events does. Every method needs the environment. */
  readonly deliveries: {
    /**
     * Returns the endpoints that events go to: since when each fails, and whether it is disabled.
     *
     * @throws {PasskeyError} `forbidden`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, and where the storage cannot deliver. So do all methods below.
     */
    endpoints(input: { readonly actor: Actor }): Promise<{ readonly endpoints: readonly EndpointStatus[] }>
    /**
     * Returns the dead letters of an endpoint, or what is still to be delivered to it, oldest first. Deliveries are
     * deleted after thirty days.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    list(input: DeliveriesInput): Promise<Page<Delivery>>
    /**
     * Dead letters are due again, as if they had never been tried. They arrive after events that came later: a dead letter
     * has lost its place.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    replay(input: ReplayInput): Promise<{ readonly replayed: number }>
    /**
     * An endpoint that was disabled is tried again; what has waited for it is delivered.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    enableEndpoint(input: EndpointInput): Promise<void>
    /**
     * The endpoint gets no more events, and what waits for it is deleted. Call it when you have removed a target from
     * your app. A target that `events.deliver` names again starts anew.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    closeEndpoint(input: EndpointInput): Promise<void>
  }
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

import type { Page } from '@latchkey/storage'
import type { SentOtpJSON } from '@latchkey/wire'
import type { PasskeyEvent } from '../events/event-data.js'
import type { BegunEnroll } from '../registration/own-enrollment.js'
import type { Adoption, AdoptionInput } from './admin/adoption.js'
import type { EventsInput } from './admin/events.js'
import type { UserData, UserDataInput } from './admin/user-data.js'
import type { AdminEnrollBeginInput } from './enroll/begin-enroll.js'
import type { AdminEnrollFinishInput, Enrolled } from './enroll/finish-enroll.js'
import type { UserInvitation, UserInviteInput } from './invitations/create-invitation.js'
import type { AdminOtpCompleteInput } from './otp/complete-otp.js'
import type { AdminOtpRequestInput } from './otp/request-otp.js'

/** Methods with which an admin helps a user to a passkey, and figures and events for admins. */
export interface AdminEnrollmentApi {
  readonly users: {
    /**
     * Invites a user who does not exist yet. Returns a code as `invitations.create` does, and `invitations.redeem`
     * begins the passkey. `host.createUser` creates the user together with the passkey, whatever the policy's `signUp`.
     * If an identifier is taken by then, the finish fails with `identifier_taken`. An admin with the scope of an
     * organization can invite only into that organization, and does not learn whether a user exists.
     *
     * @throws {PasskeyError} `identifier_taken` for an admin of the environment.
     * @throws {PasskeyError} `malformed`, with `issues`, for an invalid profile; `too_large`
     * @throws {PasskeyError} `forbidden` without a scope, for an organization other than the actor's, or for an
     *   attachment that the policy does not allow; `passkeys_off`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, `host.createUser` or `host.findUser`, and as `invitations.create`.
     */
    invite(input: UserInviteInput): Promise<UserInvitation>
    /**
     * Returns everything that is stored about one user, at every relying party of the environment: the account, passkeys,
     * codes without their secrets, and events. For a user who asks for a copy. Changes nothing.
     *
     * @throws {PasskeyError} `forbidden` without the scope `environment`; `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    exportData(input: UserDataInput): Promise<UserData>
    /**
     * Nothing about the user is stored but a tombstone, as after `admin.accounts.purge`, and one event, `account.purged`, by which
     * the targets of your events learn of it. The user's earlier events are deleted, delivered or not, at every relying party of
     * the environment. After a failure, calling it again does the rest.
     *
     * @throws {PasskeyError} `forbidden` without the scope `environment`; `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    eraseData(input: UserDataInput): Promise<void>
  }
  readonly enroll: {
    /**
     * Returns the options and the sealed ceremony of a passkey that an admin enrolls for a user. Writes nothing. The
     * rules of `enroll.begin` apply, except that no recent sign-in is required.
     *
     * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, for an organization that is not the user's, or for an
     *   attachment that the policy does not allow.
     * @throws {PasskeyError} `code_required` if the policy requires a one-time code: begin with `admin.otp.complete`.
     * @throws {PasskeyError} `passkeys_off`, `limit_reached`, `malformed`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, or if the user has no name.
     */
    begin(input: AdminEnrollBeginInput): Promise<BegunEnroll>
    /**
     * Stores the passkey for the user, exactly once for this ceremony. The passkey and its event name the admin. If it
     * throws, no passkey was added.
     *
     * @throws {PasskeyError} `forbidden` unless `adminsMayEnroll`, or if the admin, user or organization is not the one
     *   of begin; otherwise as `enroll.finish`.
     * @throws {TypeError} without an `actor`.
     */
    finish(input: AdminEnrollFinishInput): Promise<Enrolled>
  }
  /** A one-time code that the user reads out to an admin before the admin enrolls a passkey. */
  readonly otp: {
    /**
     * Sends the user a code with `host.sendCode`. The code is valid as long as one of `otp.request`, for this admin and
     * this browser.
     *
     * @throws {PasskeyError} `too_many_tries`, with `limit`, as `otp.request`.
     * @throws {PasskeyError} `forbidden` without `host.sendCode`; otherwise as `admin.enroll.begin`.
     * @throws {TypeError} without an `actor`.
     * @throws the error that `host.sendCode` rejects with.
     */
    request(input: AdminOtpRequestInput): Promise<SentOtpJSON>
    /**
     * Returns the options and the sealed ceremony of a passkey that an admin enrolls for the user, after the user has
     * read out the code. Finish it with `admin.enroll.finish`. The passkey consumes the code.
     *
     * @throws {PasskeyError} `code_invalid`, `too_many_tries`, as `otp.complete`; otherwise as `admin.enroll.begin`.
     * @throws {TypeError} without an `actor`, or if the user has no name.
     */
    complete(input: AdminOtpCompleteInput): Promise<BegunEnroll>
  }
  /**
   * Returns adoption figures, counted from events. Delivered events are deleted after thirty days, so store the figures
   * of earlier days yourself.
   *
   * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
   * @throws {TypeError} without an `actor`.
   */
  adoption(input: AdoptionInput): Promise<Adoption>
  /**
   * Returns delivered and undelivered events, oldest first. Events are deleted thirty days after their delivery.
   *
   * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
   * @throws {TypeError} without an `actor`.
   */
  events(input: EventsInput): Promise<Page<PasskeyEvent>>
}

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

/** How an admin brings a user to a passkey. */
export interface AdminEnrollmentApi {
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
}

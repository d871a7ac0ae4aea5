import type { Page } from '@latchkey/storage'
import type { AdminUserInput } from '../context/admin-target.js'
import type { MetadataStatus } from '../context/model-metadata.js'
import type { Actor } from '../events/create-event.js'
import type { AccountInput } from './accounts/accounts.js'
import type {
  DeliveriesInput,
  Delivery,
  EndpointInput,
  EndpointStatus,
  EndpointsInput,
  ReplayInput,
} from './admin/deliveries.js'
import type {
  AdminPasskeyInput,
  AdminPasskeyList,
  AdminRemoved,
  AdminRemovedAll,
  AdminRenameInput,
  ChangedPasskey,
} from './admin/passkeys.js'
import type { AdminEnrollmentApi } from './admin-enrollment-api.js'
import type { ExportInput } from './import-export/export-passkeys.js'
import type { PasskeyRow } from './import-export/formats/latchkey-row.js'
import type { ImportCounts, ImportInput } from './import-export/import-passkeys.js'
import type { PolicyPreview, PolicyPreviewInput } from './policy/preview-policy.js'
import type {
  ClearGroupInput,
  ClearOrganizationInput,
  SetEnvironmentInput,
  SetGroupInput,
  SetOrganizationInput,
  StoredPolicy,
} from './policy/write-policy.js'
import type { PromptResetInput } from './prompt/prompt.js'

/** The methods that take an `actor`. They can act on any user. */
export interface AdminApi extends AdminEnrollmentApi {
  readonly policy: {
    /**
     * Stores the environment's layer. It takes effect in this process at once, and everywhere within ten seconds; or at
     * `effectiveAt`, if that is later.
     *
     * @throws {PasskeyError} `policy_invalid` with `issues`; `version_conflict` when the layer has changed since it
     *   was read; `malformed` for an `effectiveAt` that is no instant; `forbidden`, `storage_unavailable`. Except after
     *   the last, nothing has changed.
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
     * Stores the layer of a group, which `host.groupsOf` names. It applies to the group's users, above the environment and
     * below their organizations. It takes effect like an override. Needs the environment.
     *
     * @throws {PasskeyError} as `setEnvironment`; `malformed` for a group id that cannot exist.
     */
    setGroup(input: SetGroupInput): Promise<StoredPolicy>
    /**
     * The group's layer is empty and switched off. Its version still increases.
     *
     * @throws {PasskeyError} as `setGroup`
     */
    clearGroup(input: ClearGroupInput): Promise<StoredPolicy>
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
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `account_changed`, `storage_unavailable`
     * @throws {PasskeyError} `cooling_down` for an admin of an organization, while a newer passkey is in its
     *   `newPasskeyCooldown`.
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
  readonly deliveries: {
    /**
     * Returns the endpoints that events go to: since when each fails, and whether it is disabled.
     *
     * @throws {PasskeyError} `forbidden`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, and where the storage cannot deliver. So do all methods below.
     */
    endpoints(input: EndpointsInput): Promise<{ readonly endpoints: readonly EndpointStatus[] }>
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

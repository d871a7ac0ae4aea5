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

/** Methods for admins. They take an `actor` and can act on any user. */
export interface AdminApi extends AdminEnrollmentApi {
  readonly policy: {
    /**
     * Stores the environment's layer. It takes effect in this process immediately and in every process within ten
     * seconds, or at `effectiveAt` if that is later.
     *
     * @throws {PasskeyError} `policy_invalid` with `issues`; `version_conflict` if the layer has changed since it was
     *   read; `malformed` if `effectiveAt` is not an instant; `forbidden`, `storage_unavailable`. Nothing has changed,
     *   except possibly after `storage_unavailable`.
     */
    setEnvironment(input: SetEnvironmentInput): Promise<StoredPolicy>
    /**
     * Stores the organization's override. It takes effect in this process immediately and in every process within ten
     * seconds. An override that is switched off stays stored and has no effect.
     *
     * @throws {PasskeyError} as `setEnvironment`; `malformed` for an organization id that cannot exist.
     */
    setOrganization(input: SetOrganizationInput): Promise<StoredPolicy>
    /**
     * Empties the organization's override and switches it off. Its version increases.
     *
     * @throws {PasskeyError} as `setOrganization`
     */
    clearOrganization(input: ClearOrganizationInput): Promise<StoredPolicy>
    /**
     * Stores the layer of a group of `host.groupsOf`. It applies to the group's users, between the environment and
     * their organizations. It takes effect at the same time as an override. The actor needs the scope of the environment.
     *
     * @throws {PasskeyError} as `setEnvironment`; `malformed` for a group id that cannot exist.
     */
    setGroup(input: SetGroupInput): Promise<StoredPolicy>
    /**
     * Empties the group's layer and switches it off. Its version increases.
     *
     * @throws {PasskeyError} as `setGroup`
     */
    clearGroup(input: ClearGroupInput): Promise<StoredPolicy>
    /**
     * Returns the users that a policy change would lock out. Changes nothing. Reads every passkey of the relying party,
     * page by page.
     *
     * @throws {PasskeyError} `policy_invalid` with `issues`; `malformed`, `forbidden`, `storage_unavailable`
     * @throws {TypeError} for an organization if your app has no `host.organizationsOf`.
     */
    preview(input: PolicyPreviewInput): Promise<PolicyPreview>
  }
  /** Call these when your app resets a password, locks an account, or deletes a user. */
  readonly accounts: {
    /**
     * Ends the user's open ceremonies: they fail with `account_changed`. Passkeys stay. Call it when your app resets a
     * password or ends all sessions, so that a ceremony begun with the old password cannot enroll a passkey.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    invalidate(input: AccountInput): Promise<void>
    /**
     * Emits `account.locked` and ends the user's open ceremonies: they fail with `account_changed`. Call it when your app
     * locks an account. The lock itself is in your app: `host.maySignIn` must refuse the user, with `account_locked`.
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
     * Deletes the user's passkeys, codes and prompt state, and ends open ceremonies: they fail with `account_changed`. A
     * tombstone stays: a user with the same id gets a new handle, and old passkeys never sign in again. Call it when
     * your app deletes the user.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    purge(input: AccountInput): Promise<void>
  }
  readonly prompt: {
    /**
     * Deletes the user's answers to the prompt. The next prompt may appear immediately.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    reset(input: PromptResetInput): Promise<void>
  }
  readonly passkeys: {
    /**
     * Returns the user's passkeys, in every mode of the policy. The list of an unknown user is empty.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    list(input: AdminUserInput): Promise<AdminPasskeyList>
    /**
     * Renames the passkey. A name has 1 to 100 characters.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    rename(input: AdminRenameInput): Promise<ChangedPasskey>
    /**
     * Removes the passkey, even if it is the last one or suspended.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `account_changed`, `storage_unavailable`
     * @throws {PasskeyError} `cooling_down` for an admin of an organization while a newer passkey is in its
     *   `newPasskeyCooldown`.
     */
    remove(input: AdminPasskeyInput): Promise<AdminRemoved>
    /**
     * Removes all passkeys of the user and ends open ceremonies: they fail with `account_changed`. Emits one event for
     * each passkey.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    removeAll(input: AdminUserInput): Promise<AdminRemovedAll>
    /**
     * Suspends the passkey. It stays stored but cannot sign in, not even in a sign-in that has begun. Repeating the call
     * changes nothing.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    suspend(input: AdminPasskeyInput): Promise<ChangedPasskey>
    /**
     * Reinstates the passkey, which then works again. Repeating the call changes nothing.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    reinstate(input: AdminPasskeyInput): Promise<ChangedPasskey>
  }
  readonly deliveries: {
    /**
     * Returns the endpoints that receive events: since when each one fails, and whether it is disabled.
     *
     * @throws {PasskeyError} `forbidden`, `storage_unavailable`
     * @throws {TypeError} without an `actor`, or if the storage cannot deliver. This applies to all methods below.
     */
    endpoints(input: EndpointsInput): Promise<{ readonly endpoints: readonly EndpointStatus[] }>
    /**
     * Returns the dead letters of an endpoint or its waiting deliveries, oldest first. Deliveries are deleted after
     * thirty days.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    list(input: DeliveriesInput): Promise<Page<Delivery>>
    /**
     * Makes dead letters due again, with a new set of attempts. They arrive after events that were delivered in the
     * meantime, so they are out of order.
     *
     * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
     */
    replay(input: ReplayInput): Promise<{ readonly replayed: number }>
    /**
     * Enables a disabled endpoint. Its waiting events are delivered.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    enableEndpoint(input: EndpointInput): Promise<void>
    /**
     * Closes the endpoint: it receives no more events, and its waiting events are deleted. Call it when you have removed
     * a target from your app. If `events.deliver` names the target again, it starts as a new endpoint.
     *
     * @throws {PasskeyError} `not_found`, `forbidden`, `malformed`, `storage_unavailable`
     */
    closeEndpoint(input: EndpointInput): Promise<void>
  }
  readonly metadata: {
    /** Reads the authenticator metadata. Returns whether it can be used, until when, and how many models it lists. */
    status(): Promise<MetadataStatus>
    /**
     * Accepts the metadata that `metadata.read` returns now, even if it is older than the last accepted metadata. Use it
     * only if you know why the service published an older version. The actor needs the scope of the environment. If
     * the metadata has another problem, nothing changes, and the returned status has the issue.
     *
     * @throws {PasskeyError} `forbidden`, `storage_unavailable`
     * @throws {TypeError} without an `actor`.
     */
    acceptOlder(input: { readonly actor: Actor }): Promise<MetadataStatus>
  }
  /**
   * Stores the passkey of each row, with the user handle that its authenticator has. A refused row stores nothing, and
   * the import continues. Imported passkeys are not attested, and not user-verified until they are used. Repeating an
   * import changes nothing: existing passkeys are `already_there`, and removed ones stay removed for a year.
   *
   * @throws {PasskeyError} `forbidden` for an actor of one organization; `storage_unavailable`: the rows that were
   *   already reported are stored, and the import can be repeated.
   * @throws the error that iterating `rows` throws.
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

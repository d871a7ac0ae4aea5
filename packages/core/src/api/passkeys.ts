import type { SweepCounts } from '@latchkey/storage'
import type { ConfigJSON, PasskeyErrorCode, PromptJSON, SignalsJSON } from '@latchkey/wire'
import type { Logger } from '../config/passkeys-config.js'
import type { RelyingParty } from '../config/relying-party.js'
import type { WellKnownDocument } from '../config/well-known.js'
import type { EffectiveInput, OrganizationInput } from '../context/membership.js'
import type { ReadPolicy } from '../context/policy-reader.js'
import type { ResolvedPolicy } from '../policy/resolve-policy.js'
import type { AdminApi } from './admin-api.js'
import type { Admission, AdmitsInput } from './assurance/admits.js'
import type { CeremonyApi } from './ceremony-api.js'
import type { CodeApi } from './code-api.js'
import type { PasswordAllowedInput } from './config/password-allowed.js'
import type { DoctorInput } from './doctor/doctor.js'
import type { DoctorReport } from './doctor/findings.js'
import type { Health } from './doctor/health.js'
import type { DeliverInput } from './events/deliver.js'
import type { DeliverCounts } from './events/store-outcomes.js'
import type { ListInput, PasskeyList, SignalsInput } from './manage/list-passkeys.js'
import type { RemoveInput, RenamedPasskey, RenameInput, SuspendInput } from './manage/own-passkeys.js'
import type { StoredPolicy, StoredPolicyInput } from './policy/write-policy.js'
import type { PromptAnswerInput, PromptDecideInput, PromptShownInput } from './prompt/prompt.js'

/**
 * An app's own passkeys. Every method takes one options object and returns a plain object. When a method returns, its
 * result is verified and stored. A failure throws a `PasskeyError` with a code; misuse by the developer is a `TypeError`.
 *
 * Of several `relyingParties`, each method acts at the one that `relyingPartyId` names, and throws a `TypeError` without
 * it, but: `events.deliver`, `sweep`, `doctor` and `health` are for all of them, and the methods of `admin.accounts`,
 * `admin.passkeys.removeAll` and the user's data reach every relying party where the user has an account, retired ones included.
 */
export interface Passkeys extends CeremonyApi, CodeApi {
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
     *   `last_sign_in_method`, `account_changed`, `storage_unavailable`
     * @throws {PasskeyError} `cooling_down` while a newer passkey is in its `newPasskeyCooldown`, unless a passkey that is
     *   at least as old as this one has signed in since the newer one was added.
     * @throws {PasskeyError} `forbidden` for a passkey that an admin has suspended: only an admin can remove it.
     */
    remove(input: RemoveInput): Promise<{ readonly signals: SignalsJSON }>
    /**
     * After a recovery, the older passkey is suspended. The session must have signed in with the passkey that the recovery
     * created. The lost device can no longer sign in, and the user may remove its passkey after the cool-down. Only an
     * admin can reinstate it.
     *
     * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `recent_authentication_required`, `not_found`,
     *   `storage_unavailable`
     * @throws {PasskeyError} `forbidden` for a session that has not signed in with the passkey of a recovery, and for a
     *   passkey that is not older.
     */
    suspend(input: SuspendInput): Promise<{ readonly signals: SignalsJSON }>
    /**
     * Returns the signals for the browser's Signal API: the ids of all of the user's passkeys, suspended ones
     * included, and the user's current name. Use it after changes that the browser has not seen.
     *
     * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `storage_unavailable`
     */
    signals(input: SignalsInput): Promise<SignalsJSON>
  }
  readonly prompt: {
    /**
     * Returns whether to ask this user for a passkey now. On `require`, redirect every page to the prompt until a passkey
     * exists. Writes nothing, except once for each user in a rollout: the date from which the user needs a passkey.
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
    effective(input?: EffectiveInput): Promise<ReadPolicy>
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
     * Returns whether a sign-in with a passkey is enough for an organization, under its current policy. Call it
     * whenever a user switches to another organization. Changes nothing.
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
   * Returns whether this user may still sign in with a password. With `password: 'refused-once-enrolled'`, the user may
   * not once one of their passkeys can sign in. The last sign-in method is never blocked.
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
  readonly events: {
    /**
     * Delivers the events that are due, in one pass, and returns the number of attempts by result. Call it in a loop or
     * from a cron job, in any number of processes. Each event arrives at each target at least once, and a user's events
     * arrive in the order of their ids. A failed attempt is retried for three days, with growing delays. Then the event
     * becomes a dead letter, and later events no longer wait for it.
     *
     * @throws {PasskeyError} `storage_unavailable`; events that were delivered in this pass may be delivered again.
     * @throws {TypeError} for a `to` that is not a target, a limit that is not an integer from 1, and a storage that
     *   cannot deliver.
     */
    deliver(input: DeliverInput): Promise<DeliverCounts>
  }
  /**
   * Deletes expired data in batches until none is left, and returns the counts. Call it periodically.
   *
   * @throws {PasskeyError} `storage_unavailable`
   */
  sweep(): Promise<SweepCounts>
  /**
   * Checks the configuration, the database and, if you pass a `fetch`, the origins. Returns each problem with its fix.
   * Changes nothing. Run it daily, and before a deployment with the configuration that you are about to deploy: it
   * reports how many users a changed RP ID would lock out. A failing storage is a finding, not an error.
   *
   * @throws {TypeError} for an input of the wrong type.
   */
  doctor(input?: DoctorInput): Promise<DoctorReport>
  /**
   * Returns whether this process can serve passkeys: the storage answers, its tables are not older than this release, and
   * no secret can be guessed. For a readiness probe: simultaneous calls share one check of a few reads, and nothing
   * changes. A failing storage is an issue, not an error. It has no timeout of its own: your probe has.
   *
   * ```ts
   * const { ready, issues } = await passkeys.health()
   * const response = Response.json({ issues }, { status: ready ? 200 : 503 })
   * ```
   */
  health(): Promise<Health>
  /** The `environment` of the configuration. */
  readonly environment: string
  /** The relying party as configured, with every default filled in. Of several `relyingParties`, the first. */
  readonly relyingParty: RelyingParty
  /**
   * The same methods for each of several `relyingParties`, by its key. They act there, and need no `relyingPartyId`. Empty
   * where one `relyingParty` is configured.
   */
  readonly relyingParties: Readonly<Record<string, RelyingPartyPasskeys>>
  /** The `logger` of the configuration: `@latchkey/http` logs its warnings through it. */
  readonly logger: Logger
  /** The configured `type` of the problem body of each code. A code without one gets `about:blank`. */
  readonly problemTypes: Readonly<Partial<Record<PasskeyErrorCode, string>>>
  /** Every origin on which ceremonies may run: those of the relying party, its related ones, apps and extensions. */
  readonly ceremonyOrigins: readonly string[]
  /** The documents below `/.well-known/` that follow from the configuration: `createWellKnownHandler` serves them. */
  readonly wellKnown: readonly WellKnownDocument[]
}

/** The passkeys of one relying party. */
export type RelyingPartyPasskeys = Omit<Passkeys, 'relyingParties'>

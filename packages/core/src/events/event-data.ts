import type { EventRecord, PasskeySource } from '@latchkey/storage'
import type { CredentialId, OutcomeCode, OutcomeMode, PasskeyErrorCode } from '@latchkey/wire'
import type { AssertionPurpose, Purpose } from '../ceremony/ceremony.js'
import type { OtpPurpose } from '../host/host.js'

/**
 * The passkey that an event is about, with its name at that time: the record may be deleted before the event is read.
 */
export interface PasskeyReference {
  readonly passkeyId: CredentialId
  readonly passkeyName: string
}

interface PolicyChange {
  readonly version: number
  /** The fields that changed in the layer, such as `userVerification.enroll`. */
  readonly fields: readonly string[]
  /** When the layer takes effect, if that is later. */
  readonly effectiveAt?: number
}

/**
 * With a passkey and a purpose after the signature was verified. Before that, one event counts all refusals of a code in
 * a minute.
 */
interface RefusedUse extends Partial<PasskeyReference> {
  readonly purpose?: AssertionPurpose
  readonly reason: PasskeyErrorCode
}

/** What pages reported, with the number of reports in `counts`: untrusted, and about no user. */
export interface ReportedCeremony {
  readonly purpose: Purpose
  readonly code: OutcomeCode
  readonly mode: OutcomeMode
  /** It took less than so many seconds, and not less than the next smaller of 1, 3, 10, 30, 60 and 600. */
  readonly withinSeconds: number
}

/** The data of each event, besides actor and time: ids and names, never key material. */
export interface EventData {
  readonly 'passkey.added': PasskeyReference & { readonly source: PasskeySource }
  readonly 'passkey.removed': PasskeyReference
  readonly 'passkey.renamed': PasskeyReference & { readonly before: string }
  readonly 'passkey.used': PasskeyReference & { readonly purpose: AssertionPurpose }
  readonly 'passkey.suspended': PasskeyReference & { readonly reason: 'sign_count_regression' | 'admin' | 'user' }
  readonly 'passkey.reinstated': PasskeyReference
  readonly 'passkey.clone_suspected': PasskeyReference & { readonly stored: number; readonly answered: number }
  readonly 'passkey.backup_state_changed': PasskeyReference & {
    readonly backupEligible: boolean
    readonly backedUp: boolean
  }
  /** A use has shown how the passkey can be reached, and that is stored beside what was known. */
  readonly 'passkey.transports_added': PasskeyReference & { readonly transports: readonly string[] }
  readonly 'passkey.last_removal_refused': PasskeyReference
  readonly 'passkey.limit_reached': { readonly limit: number }
  /** A refused sign-in or second factor. */
  readonly 'sign_in.failed': RefusedUse
  /** How ceremonies ended, as pages reported it in one hour. */
  readonly 'ceremony.reported': ReportedCeremony
  /** A refused use that would not have signed in, such as a step-up or a confirmation. */
  readonly 'passkey.use_refused': RefusedUse
  readonly 'sign_up.completed': PasskeyReference
  readonly 'invitation.created': { readonly invitationId: string; readonly expiresAt: number }
  readonly 'invitation.redeemed': PasskeyReference & { readonly invitationId: string; readonly createdBy?: string }
  readonly 'invitation.failed': { readonly reason: PasskeyErrorCode }
  readonly 'recovery.codes_created': { readonly count: number }
  readonly 'recovery.code_used': PasskeyReference
  /** Your app sent a one-time code, or sent it again. */
  readonly 'otp.requested': { readonly purpose: OtpPurpose }
  readonly 'otp.failed': { readonly reason: PasskeyErrorCode }
  readonly 'invitation.revoked': { readonly invitationId: string }
  readonly 'prompt.shown': Readonly<Record<string, never>>
  readonly 'prompt.declined': Readonly<Record<string, never>>
  readonly 'prompt.never': Readonly<Record<string, never>>
  readonly 'prompt.reset': Readonly<Record<string, never>>
  readonly 'account.invalidated': Readonly<Record<string, never>>
  readonly 'account.locked': Readonly<Record<string, never>>
  readonly 'account.unlocked': Readonly<Record<string, never>>
  readonly 'account.purged': Readonly<Record<string, never>>
  readonly 'policy.changed': PolicyChange
  /** What `metadata.read` returned cannot be used; at most one event a day for each issue and process. */
  readonly 'metadata.rejected': { readonly issue: string }
  /** An admin has accepted metadata with a lower serial number than before. */
  readonly 'metadata.older_accepted': { readonly number: number }
  /** The layer of the event's organization has changed, or that of a group. */
  readonly 'policy.override_changed': PolicyChange & { readonly enabled: boolean; readonly groupId?: string }
}

/** An event of this name. */
export interface PasskeyEventOf<Name extends keyof EventData> extends Omit<EventRecord, 'name' | 'data'> {
  readonly name: Name
  readonly data: EventData[Name]
}

/** An event. Its `name` determines the type of `data`. */
export type PasskeyEvent = { readonly [Name in keyof EventData]: PasskeyEventOf<Name> }[keyof EventData]

/** The event of a stored record. `createEvent` made each record, so its data fits its name. */
export function toPasskeyEvent(record: EventRecord): PasskeyEvent {
  return record as PasskeyEvent
}

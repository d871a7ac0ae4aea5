import type { EventActor, EventName, EventRecord, PasskeySource } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import type { NextEventId } from './event-ids.js'
import type { PasskeyReference } from './passkey-reference.js'

interface PolicyChange {
  readonly version: number
  /** The fields that changed in the layer, such as `userVerification.enroll`. */
  readonly fields: readonly string[]
}

/** The data of each event, besides actor and time: ids and names, never key material. */
export interface EventData {
  readonly 'passkey.added': PasskeyReference & { readonly source: PasskeySource }
  readonly 'passkey.removed': PasskeyReference
  readonly 'passkey.renamed': PasskeyReference & { readonly before: string }
  readonly 'passkey.used': PasskeyReference & {
    readonly purpose: 'sign-in' | 'second-factor' | 'step-up' | 'confirm'
  }
  readonly 'passkey.suspended': PasskeyReference & { readonly reason: 'sign_count_regression' | 'admin' }
  readonly 'passkey.reinstated': PasskeyReference
  readonly 'passkey.clone_suspected': PasskeyReference & { readonly stored: number; readonly answered: number }
  readonly 'passkey.backup_state_changed': PasskeyReference & {
    readonly backupEligible: boolean
    readonly backedUp: boolean
  }
  readonly 'passkey.last_removal_refused': PasskeyReference
  readonly 'passkey.limit_reached': { readonly limit: number }
  /** With a passkey after its signature was verified. Before, one event counts all refusals of a code in a minute. */
  readonly 'sign_in.failed': Partial<PasskeyReference> & { readonly reason: PasskeyErrorCode }
  readonly 'sign_up.completed': PasskeyReference
  readonly 'invitation.created': { readonly invitationId: string; readonly expiresAt: number }
  readonly 'invitation.redeemed': PasskeyReference & { readonly invitationId: string; readonly createdBy?: string }
  readonly 'invitation.revoked': { readonly invitationId: string }
  readonly 'prompt.shown': Readonly<Record<string, never>>
  readonly 'prompt.declined': Readonly<Record<string, never>>
  readonly 'prompt.never': Readonly<Record<string, never>>
  readonly 'prompt.reset': Readonly<Record<string, never>>
  readonly 'account.invalidated': Readonly<Record<string, never>>
  readonly 'account.purged': Readonly<Record<string, never>>
  readonly 'policy.changed': PolicyChange
  /** What `metadata.read` returned cannot be used; at most one a day of each issue and process. */
  readonly 'metadata.rejected': { readonly issue: string }
  /** An admin has accepted metadata with a lower serial number than before. */
  readonly 'metadata.older_accepted': { readonly number: number }
  readonly 'policy.override_changed': PolicyChange & { readonly enabled: boolean }
}

export interface EventContext {
  readonly at: number
  readonly rpId: string
  readonly userId?: string | undefined
  readonly organizationId?: string | undefined
  readonly actor: EventActor
  readonly nextEventId: NextEventId
}

/** Creates one event. Its id sorts after those of earlier events. */
export function createEvent<Name extends EventName & keyof EventData>(
  name: Name,
  data: EventData[Name],
  { at, rpId, userId, organizationId, actor, nextEventId }: EventContext,
): EventRecord {
  return {
    id: nextEventId(at),
    name,
    at,
    rpId,
    ...(userId === undefined ? {} : { userId }),
    ...(organizationId === undefined ? {} : { organizationId }),
    actor,
    data: { ...data },
  }
}

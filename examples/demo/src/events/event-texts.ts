import type { AssertionPurpose } from '@latchkey/core'
import { errorTable, isPasskeyErrorCode } from '@latchkey/wire'
import type { ListedEvent } from './last-events.js'

export type EventName = ListedEvent['name']

/** What the page shows for each event. */
const eventTexts = {
  'passkey.added': 'Passkey added',
  'passkey.removed': 'Passkey removed',
  'passkey.renamed': 'Passkey renamed',
  'passkey.used': 'Passkey used',
  'passkey.suspended': 'Passkey suspended',
  'passkey.reinstated': 'Passkey reinstated',
  'passkey.clone_suspected': 'Passkey may have been copied',
  'passkey.backup_state_changed': 'Passkey backup state changed',
  'passkey.transports_added': 'Passkey found on the device itself',
  'passkey.last_removal_refused': 'Removal of the last passkey refused',
  'passkey.limit_reached': 'Passkey limit reached',
  'passkey.use_refused': 'Use of a passkey refused',
  'sign_in.failed': 'Sign-in with a passkey failed',
  'ceremony.reported': 'Request outcomes reported by pages',
  'sign_up.completed': 'Signed up with a passkey',
  'prompt.shown': 'Asked to create a passkey',
  'prompt.declined': 'Chose “Not now”',
  'prompt.never': 'Chose “Don’t ask again”',
  'prompt.reset': 'Passkey prompt reset',
  'invitation.created': 'Invitation created',
  'invitation.redeemed': 'Invitation used',
  'invitation.failed': 'Invitation code refused',
  'recovery.codes_created': 'Recovery codes created',
  'recovery.code_used': 'Recovery code used',
  'invitation.revoked': 'Invitation revoked',
  'otp.requested': 'One-time code sent',
  'otp.failed': 'One-time code refused',
  'policy.changed': 'Policy for everybody changed',
  'metadata.rejected': 'Authenticator metadata cannot be used',
  'metadata.older_accepted': 'Older authenticator metadata accepted',
  'policy.override_changed': 'Organization policy changed',
  'account.invalidated': 'Open passkey requests canceled',
  'account.locked': 'Account locked',
  'account.unlocked': 'Account unlocked',
  'account.purged': 'Account data deleted',
} as const satisfies Readonly<Record<EventName, string>>

type TextsByPurpose = Readonly<Partial<Record<AssertionPurpose, string>>>

/** What the page shows for an event whose `data` says what the passkey was used for. */
const purposeTexts: Readonly<Partial<Record<EventName, TextsByPurpose>>> = {
  'passkey.used': {
    'sign-in': 'Signed in with a passkey',
    'second-factor': 'Used a passkey as the second step',
    'step-up': 'Confirmed their identity with a passkey',
    confirm: 'Confirmed an action with a passkey',
  },
  'passkey.use_refused': {
    'step-up': 'Identity check with a passkey refused',
    confirm: 'Confirmation with a passkey refused',
  },
  'sign_in.failed': { 'second-factor': 'Passkey refused as the second step' },
}

/** What happened, in words. */
export function describeEvent({ name, data }: Pick<ListedEvent, 'name' | 'data'>): string {
  const { purpose }: Readonly<Record<string, unknown>> = { ...data }
  const byPurpose = Object.entries(purposeTexts[name] ?? {}).find(([known]) => known === purpose)
  return byPurpose?.[1] ?? eventTexts[name]
}

/** The events that the page can filter by: the demo sends no invitations. */
export const filterTexts: readonly (readonly [name: string, text: string])[] = Object.entries(eventTexts).filter(
  ([name]) => !name.startsWith('invitation.'),
)

export function isEventName(text: string | undefined): text is EventName {
  return text !== undefined && Object.hasOwn(eventTexts, text)
}

/** Details of an event: the passkey, the reason of a failure, the changed fields of a policy. */
export function describeData({ data }: Pick<ListedEvent, 'data'>): readonly string[] {
  const { passkeyName, reason, fields }: Readonly<Record<string, unknown>> = { ...data }
  return [
    ...(typeof passkeyName === 'string' ? [`“${passkeyName}”`] : []),
    ...(typeof reason === 'string' && isPasskeyErrorCode(reason) ? [errorTable[reason].message] : []),
    ...(Array.isArray(fields) && fields.length > 0 ? [fields.join(', ')] : []),
  ]
}

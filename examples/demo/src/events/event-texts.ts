import { errorTable, isPasskeyErrorCode } from '@latchkey/wire'
import type { ToldEvent } from './last-events.js'

/** What each event says after the name of the user whom it is about. */
export const eventTexts = {
  'passkey.added': 'got a passkey',
  'passkey.removed': 'lost a passkey',
  'passkey.renamed': 'has a passkey with a new name',
  'passkey.used': 'signed in with a passkey',
  'passkey.suspended': 'has a passkey that is suspended',
  'passkey.reinstated': 'has a passkey that works again',
  'passkey.clone_suspected': 'may have a passkey that was copied',
  'passkey.backup_state_changed': 'has a passkey whose backup has changed',
  'passkey.last_removal_refused': 'could not remove their last passkey',
  'passkey.limit_reached': 'could not add one more passkey',
  'sign_in.failed': 'was refused with a passkey',
  'sign_up.completed': 'signed up with a passkey',
  'prompt.shown': 'was asked for a passkey',
  'prompt.declined': 'said “Not now”',
  'prompt.never': 'said “Don’t ask again”',
  'prompt.reset': 'will be asked for a passkey again',
  'invitation.created': 'was invited',
  'invitation.redeemed': 'took up an invitation',
  'invitation.failed': 'gave a wrong code of an invitation',
  'invitation.revoked': 'is not invited any more',
  'recovery.codes_created': 'got recovery codes',
  'recovery.code_used': 'used a recovery code',
  'policy.changed': 'Everybody’s policy was changed',
  'policy.override_changed': 'An organisation’s policy was changed',
  'account.locked': 'is locked out',
  'account.unlocked': 'is not locked out any more',
  'account.invalidated': 'has to begin again what was begun',
  'account.purged': 'was deleted',
} as const satisfies Readonly<Record<ToldEvent['name'], string>>

/** What an event tells beside who and when: which passkey, why it was refused, which fields of a policy. */
export function describeData({ data: { passkeyName, reason, fields } }: Pick<ToldEvent, 'data'>): readonly string[] {
  return [
    ...(typeof passkeyName === 'string' ? [`“${passkeyName}”`] : []),
    ...(typeof reason === 'string' && isPasskeyErrorCode(reason) ? [errorTable[reason].message] : []),
    ...(Array.isArray(fields) && fields.length > 0 ? [fields.join(', ')] : []),
  ]
}

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

/** The members of an event's data that are words for people, the most telling first. */
const telling = ['passkeyName', 'reason', 'fields'] as const

/** What an event tells beside who and when, in a few words. */
export function describeData({ data }: Pick<ToldEvent, 'data'>): string {
  const words = telling.flatMap((member) => {
    const value = data[member]
    if (Array.isArray(value)) return value.map(String)
    if (typeof value !== 'string') return []
    return member === 'passkeyName' ? `“${value}”` : value
  })
  return words.join(', ')
}

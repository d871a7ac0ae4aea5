import type { SignalsJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, markOnce, referenceTo } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { isUsable } from '../../passkey/usability.js'
import { countUnusableOthers, keepsLastPasskey } from './keeps-last-passkey.js'
import { ownPasskey } from './own-passkeys.js'

/** What `manage.remove` takes. */
export interface RemoveInput {
  readonly session: Session | null
  readonly id: string
}

/** Removes one of the user's passkeys, unless it is the last sign-in method. See `Passkeys`. */
export async function removePasskey(context: Context, input: RemoveInput): Promise<{ readonly signals: SignalsJSON }> {
  const own = await ownPasskey(context, { ...input, action: 'remove' })
  const { passkey, target, policy, eventContext } = own
  const { organizationId } = eventContext
  if (passkey.suspendedBy.length > 0) throw new PasskeyError('forbidden')
  const { passkeys, events } = context.store
  const reference = referenceTo(passkey)
  const keepLastActive = isUsable(passkey, policy) && (await keepsLastPasskey(context, policy, target.userId))
  const removed = createEvent('passkey.removed', reference, eventContext)
  const unusableOthers = countUnusableOthers(passkey, { passkeys: own.passkeys, policy, organizationId })
  const outcome = await passkeys.remove(target, {
    keepLastActive,
    unusableOthers,
    at: eventContext.at,
    events: [removed],
  })
  if (outcome === 'gone') throw new PasskeyError('not_found')
  if (outcome === 'last') {
    const refused = createEvent('passkey.last_removal_refused', reference, eventContext)
    // Once for each sign-in and passkey: a page that tries again stores no second event.
    await events.append(await markOnce(`${target.id} ${input.session?.authenticatedAt}`, [refused]))
    throw new PasskeyError('last_sign_in_method')
  }
  return { signals: { rpId: target.rpId, unknownCredentialId: target.id } }
}

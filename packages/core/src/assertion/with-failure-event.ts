import type { PasskeyRecord } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import type { AssertionCeremony } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { createEvent, markOnce, referenceTo, userEventContext } from '../events/create-event.js'

/** Whose passkey was proven, and by what. */
export interface ProvenOwner {
  readonly ceremony: AssertionCeremony
  readonly passkey: PasskeyRecord
}

/** A second submission of what has signed in, and a store that keeps nothing now, are no failures of a sign-in. */
const untold: ReadonlySet<PasskeyErrorCode> = new Set(['ceremony_spent', 'storage_unavailable'])

/**
 * Does what comes after the signature was proven; where that is refused, an event tells why. What is refused before is
 * not told: anybody can send forged answers, and would fill the outbox.
 *
 * @throws {PasskeyError} what the work throws; `storage_unavailable` where the event cannot be kept.
 */
export async function withFailureEvent<Answer>(
  context: Context,
  { ceremony, passkey }: ProvenOwner,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PasskeyError && !untold.has(error.code)) {
      const occasion = userEventContext(context, { userId: passkey.userId, organizationId: ceremony.organizationId })
      const data = { ...referenceTo(passkey), reason: error.code }
      const failed = createEvent('sign_in.failed', data, occasion)
      await context.store.events.append(await markOnce(ceremony.id, [failed]))
    }
    throw error
  }
}

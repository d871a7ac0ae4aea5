import type { PasskeyRecord } from '@latchkey/storage'
import type { PasskeyErrorCode } from '@latchkey/wire'
import type { AssertionCeremony, AssertionPurpose } from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { createEvent, markOnce, referenceTo, userEventContext } from '../events/create-event.js'

/** The owner of the proven passkey, and the response that proved it. */
export interface ProvenOwner {
  readonly purpose: AssertionPurpose
  readonly ceremony: AssertionCeremony
  readonly passkey: PasskeyRecord
}

/** A second submission after a success, and a store that is unavailable, are not failed sign-ins. */
const untold: ReadonlySet<PasskeyErrorCode> = new Set(['ceremony_spent', 'storage_unavailable'])

/**
 * Runs everything after the signature was verified. If that is refused, an event has the reason. A refusal before
 * that emits no event: anyone can send forged responses, and would fill the outbox.
 *
 * @throws {PasskeyError} what `work` throws; `storage_unavailable` if the event cannot be stored.
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

import type { PasskeyRecord } from '@latchkey/storage'
import type { SignalsJSON, UserHandle } from '@latchkey/wire'

/**
 * Tells the browser all passkeys that the user has, suspended ones included: an incomplete list would make an
 * authenticator forget one that still works.
 */
export function acceptedSignals(
  rpId: string,
  userHandle: UserHandle,
  passkeys: readonly Pick<PasskeyRecord, 'id'>[],
): SignalsJSON {
  const allAcceptedCredentialIds = passkeys.map(({ id }) => id)
  return { rpId, allAcceptedCredentials: { userId: userHandle, allAcceptedCredentialIds } }
}

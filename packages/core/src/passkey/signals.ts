import type { PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type { SignalsJSON, UserHandle } from '@latchkey/wire'

/** What the host calls a user. */
export interface UserNames {
  readonly name: string
  /** Default: the name. */
  readonly displayName?: string | undefined
}

/**
 * Tells the user's browser every passkey that the user has, and what the user is called now where the host says it: a
 * browser that holds one under an old name shows the new one from then on.
 */
export function userSignals(
  rpId: string,
  { account, passkeys }: UserPasskeys,
  user: UserNames | undefined,
): SignalsJSON {
  if (!account) return { rpId }
  const accepted = acceptedSignals(rpId, account.userHandle, passkeys)
  if (!user) return accepted
  const { name, displayName = name } = user
  return { ...accepted, currentUserDetails: { userId: account.userHandle, name, displayName } }
}

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

import type { PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type { SignalsJSON, UserHandle } from '@latchkey/wire'

/** The names of a user in your app. */
export interface UserNames {
  readonly name: string
  /** Default: the name. */
  readonly displayName?: string | undefined
}

/**
 * Signals every passkey of the user to the browser, and the user's current names if the app provides them. A browser
 * that stored an old name then shows the new one.
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
 * Signals all passkeys of the user, suspended ones included. An incomplete list would make an authenticator delete a
 * passkey that still works.
 */
export function acceptedSignals(
  rpId: string,
  userHandle: UserHandle,
  passkeys: readonly Pick<PasskeyRecord, 'id'>[],
): SignalsJSON {
  const allAcceptedCredentialIds = passkeys.map(({ id }) => id)
  return { rpId, allAcceptedCredentials: { userId: userHandle, allAcceptedCredentialIds } }
}

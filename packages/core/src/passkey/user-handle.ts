import type { PasskeyRecord } from '@latchkey/storage'
import { encodeBase64url, type UserHandle } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'

/** The handle of an imported passkey whose original handle is unknown. */
export const unknownHandle = '' as UserHandle

/**
 * The user handle that the authenticator must return. Undefined for an imported passkey without one: then any handle is
 * accepted, because the signature proves the passkey and does not cover the handle.
 */
export function knownHandle({ source, userHandle }: PasskeyRecord): UserHandle | undefined {
  return source === 'import' && userHandle === unknownHandle ? undefined : userHandle
}

/** The handle of a new account: 32 random bytes, which reveal nothing about the user. */
export function newUserHandle({ randomBytes }: Settings): UserHandle {
  return encodeBase64url(randomBytes(32)) as UserHandle
}

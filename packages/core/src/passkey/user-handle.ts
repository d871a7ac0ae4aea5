import type { PasskeyRecord } from '@latchkey/storage'
import { encodeBase64url, type UserHandle } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import type { StoredCredential } from '../webauthn/verify/verify-assertion.js'

/** What an imported passkey has for a handle that nobody kept. */
export const unknownHandle = '' as UserHandle

/**
 * What the authenticator has to answer as the user; undefined where an imported passkey came without, and then any
 * answer will do: the signature proves who it is, and does not cover the handle.
 */
export function knownHandle({ source, userHandle }: PasskeyRecord): UserHandle | undefined {
  return source === 'import' && userHandle === unknownHandle ? undefined : userHandle
}

/** The passkey as a verifier takes it. */
export function toStoredCredential(passkey: PasskeyRecord): StoredCredential {
  const { id, publicKey, signCount, backupEligible } = passkey
  const userHandle = knownHandle(passkey)
  return {
    id,
    publicKey,
    signCount,
    ...(backupEligible === undefined ? {} : { backupEligible }),
    ...(userHandle === undefined ? {} : { userHandle }),
  }
}

/** A handle for an account that comes into being: 32 random bytes, which say nothing about the user. */
export function newUserHandle({ randomBytes }: Settings): UserHandle {
  return encodeBase64url(randomBytes(32)) as UserHandle
}

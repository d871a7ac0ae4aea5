import type { PasskeyRecord } from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'
import { knownHandle } from '../../passkey/known-handle.js'

/**
 * Whose user handle is whose. Two users with one handle would harm each other: an authenticator keeps one passkey of a
 * handle, and what a browser is told about one of them it does to both.
 */
export interface HandleOwners {
  /** The other user who has this handle, or undefined. */
  takenBy(userHandle: UserHandle, userId: string): Promise<string | undefined>
  add(userHandle: UserHandle, userId: string): void
}

/**
 * Reads the handles of all passkeys that there are when the first is asked for, a page at a time, and keeps one handle
 * for each user, or more where imports brought more. Rows without handles cost nothing.
 */
export function createHandleOwners(kept: () => AsyncIterable<PasskeyRecord>): HandleOwners {
  const owners = new Map<UserHandle, string>()
  let isRead = false
  return {
    async takenBy(userHandle, userId) {
      if (!isRead) for await (const passkey of kept()) remember(owners, passkey)
      isRead = true
      const owner = owners.get(userHandle)
      return owner === userId ? undefined : owner
    },
    add: (userHandle, userId) => void owners.set(userHandle, userId),
  }
}

function remember(owners: Map<UserHandle, string>, passkey: PasskeyRecord): void {
  const userHandle = knownHandle(passkey)
  if (userHandle !== undefined && !owners.has(userHandle)) owners.set(userHandle, passkey.userId)
}

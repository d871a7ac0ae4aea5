import type { PasskeyRecord } from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'
import { knownHandle } from '../../passkey/user-handle.js'

/**
 * Whose user handle is whose. Two users with one handle would harm each other: an authenticator keeps one passkey of a
 * handle, and what a browser is told about one of them it does to both.
 */
export interface HandleIndex {
  /** The other user who has this handle, or undefined. */
  takenBy(userHandle: UserHandle, userId: string): Promise<string | undefined>
  add(userHandle: UserHandle, userId: string): void
}

/**
 * Reads the handles of all passkeys that there are when the first is asked for, a page at a time, and keeps one handle
 * for each user, or more where imports brought more. Rows without handles cost nothing.
 */
export function createHandleIndex(kept: () => AsyncIterable<PasskeyRecord>): HandleIndex {
  const owners = new Map<string, string>()
  let isRead = false
  return {
    async takenBy(userHandle, userId) {
      if (!isRead) for await (const passkey of kept()) remember(owners, passkey)
      isRead = true
      const owner = owners.get(userHandle)
      return owner === userId ? undefined : owner
    },
    add: (userHandle, userId) => void owners.set(compact(userHandle), compact(userId)),
  }
}

function remember(owners: Map<string, string>, passkey: PasskeyRecord): void {
  const userHandle = knownHandle(passkey)
  if (userHandle !== undefined && !owners.has(userHandle)) owners.set(compact(userHandle), compact(passkey.userId))
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The same text in one piece: one that was put together keeps its parts, which is ten times as much for each user. */
function compact(text: string): string {
  return decoder.decode(encoder.encode(text))
}

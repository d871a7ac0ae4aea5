import type { AccountRecord, PasskeyRecord } from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'
import { knownHandle } from '../../passkey/user-handle.js'

/**
 * The user of each user handle. Two users with one handle would harm each other: an authenticator stores one passkey
 * per handle, and a browser applies the signals for one user to both.
 */
export interface HandleIndex {
  /** The other user who has this handle, or undefined. */
  takenBy(userHandle: UserHandle, userId: string): Promise<string | undefined>
  add(userHandle: UserHandle, userId: string): void
}

/** The contents of the store, read on demand. */
export interface StoredHandles {
  /** Including accounts without passkeys and tombstones: authenticators may still have passkeys with their handles. */
  readonly accounts: () => AsyncIterable<AccountRecord>
  /** An imported passkey may have another handle than its account. */
  readonly passkeys: () => AsyncIterable<PasskeyRecord>
}

/**
 * Reads the handles of all accounts and passkeys at the first lookup, a page at a time, and remembers one handle for
 * each user, or more if imports added more. Rows without handles cost nothing.
 */
export function createHandleIndex(stored: StoredHandles): HandleIndex {
  const owners = new Map<string, string>()
  let isRead = false
  return {
    async takenBy(userHandle, userId) {
      if (!isRead) await readAll(owners, stored)
      isRead = true
      const owner = owners.get(userHandle)
      return owner === userId ? undefined : owner
    },
    add: (userHandle, userId) => remember(owners, { userHandle, userId }),
  }
}

async function readAll(owners: Map<string, string>, { accounts, passkeys }: StoredHandles): Promise<void> {
  for await (const account of accounts()) remember(owners, account)
  for await (const passkey of passkeys()) remember(owners, { userHandle: knownHandle(passkey), userId: passkey.userId })
}

interface Owned {
  readonly userHandle: UserHandle | undefined
  readonly userId: string
}

function remember(owners: Map<string, string>, { userHandle, userId }: Owned): void {
  if (userHandle !== undefined && !owners.has(userHandle)) owners.set(compact(userHandle), compact(userId))
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * The same text in one piece: a concatenated string retains its parts, which takes ten times as much memory for each
 * user.
 */
function compact(text: string): string {
  return decoder.decode(encoder.encode(text))
}

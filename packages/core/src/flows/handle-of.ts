import type { AccountRecord } from '@latchkey/storage'
import type { UserHandle } from '@latchkey/wire'

/** After a purge nothing of the old account is taken over. */
export function handleOf(account: AccountRecord | undefined): UserHandle | undefined {
  return account?.purgedAt === undefined ? account?.userHandle : undefined
}

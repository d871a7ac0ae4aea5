import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialDescriptorJSON } from '@latchkey/wire'

/** Browsers refuse longer lists. */
const most = 64

/**
 * The passkeys as an allow list or an exclude list: the 64 most recently used ones, sorted by id. The order reveals
 * nothing about their use, and transports are sorted as browsers sort them, so the list looks like a list of decoys.
 */
export function describeCredentials(passkeys: readonly PasskeyRecord[]): readonly CredentialDescriptorJSON[] {
  const lastUsedFirst = [...passkeys].sort((left, right) => lastTouched(right) - lastTouched(left))
  const chosen = lastUsedFirst.slice(0, most).sort(byId)
  return chosen.map(({ id, transports }) => ({
    type: 'public-key',
    id,
    ...(transports.length > 0 ? { transports: [...transports].sort() } : {}),
  }))
}

function lastTouched({ lastUsedAt, createdAt }: PasskeyRecord): number {
  return lastUsedAt ?? createdAt
}

/** The order of every list that a browser receives. Sorting by id reveals nothing about the entries. */
export function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1
}

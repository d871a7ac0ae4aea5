import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialDescriptorJSON } from '@latchkey/wire'

/** Browsers refuse longer lists. */
const most = 64

/**
 * The passkeys as an allow or exclude list: at most 64, the last used ones, by id. The order tells nothing of their
 * use, and transports stand as browsers sort them, so that the list looks like one of decoys.
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

/** The order of every list that a browser gets: by id, which tells nothing of what stands in it. */
export function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1
}

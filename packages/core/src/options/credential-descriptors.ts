import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialDescriptorJSON } from '@latchkey/wire'

/** Browsers refuse longer lists. */
const most = 64

/** The passkeys as an allow or exclude list: at most 64, the last used ones. */
export function describeCredentials(passkeys: readonly PasskeyRecord[]): readonly CredentialDescriptorJSON[] {
  const lastUsedFirst = [...passkeys].sort((left, right) => lastTouched(right) - lastTouched(left))
  return lastUsedFirst.slice(0, most).map(({ id, transports }) => ({
    type: 'public-key',
    id,
    ...(transports.length > 0 ? { transports } : {}),
  }))
}

function lastTouched({ lastUsedAt, createdAt }: PasskeyRecord): number {
  return lastUsedAt ?? createdAt
}

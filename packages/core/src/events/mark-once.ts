import type { EventRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'

/**
 * Events that report on a ceremony. Each is stored once per name and code, even if the ceremony is replayed. The id
 * still reflects the time, so events stay in order.
 */
export function markOnce(ceremonyId: string, events: readonly EventRecord[]): Promise<readonly EventRecord[]> {
  return Promise.all(events.map(async (event) => ({ ...event, once: await digestOf(ceremonyId, event) })))
}

async function digestOf(ceremonyId: string, { name, data }: EventRecord): Promise<string> {
  return encodeBase64url(await platform.sha256(JSON.stringify([ceremonyId, name, data.reason ?? null])))
}

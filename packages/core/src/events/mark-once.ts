import type { EventRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'

/**
 * Events that report on a ceremony, each stored once for its name and its code, however often the ceremony is replayed.
 * The id stays the one of the time, so that events are in order.
 */
export function markOnce(ceremonyId: string, events: readonly EventRecord[]): Promise<readonly EventRecord[]> {
  return Promise.all(events.map(async (event) => ({ ...event, once: await digestOf(ceremonyId, event) })))
}

async function digestOf(ceremonyId: string, { name, data }: EventRecord): Promise<string> {
  return encodeBase64url(await platform.sha256(JSON.stringify([ceremonyId, name, data.reason ?? null])))
}

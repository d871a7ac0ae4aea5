import type { EndpointMark, EndpointTarget } from '@latchkey/storage'
import { sql } from 'kysely'
import type { Query } from '../dialects/dialect.js'

export function insertEndpoint(query: Query, { rpId, endpoint }: EndpointTarget, at: number) {
  return query.insertInto('latchkey_endpoints').values({
    rp_id: rpId,
    endpoint,
    created_at: at,
    disabled_at: null,
    failing_since: null,
    reason: null,
    enqueued_at: at,
  })
}

export function selectEndpoints(query: Query, rpId: string) {
  return query.selectFrom('latchkey_endpoints').selectAll().where('rp_id', '=', rpId).orderBy('endpoint')
}

export function selectEndpoint(query: Query, { rpId, endpoint }: EndpointTarget) {
  return query.selectFrom('latchkey_endpoints').selectAll().where('rp_id', '=', rpId).where('endpoint', '=', endpoint)
}

export function updateEndpoint(query: Query, { rpId, endpoint }: EndpointTarget, mark: EndpointMark) {
  return query
    .updateTable('latchkey_endpoints')
    .set(changesOf(mark))
    .where('rp_id', '=', rpId)
    .where('endpoint', '=', endpoint)
}

function changesOf({ as, at, ...mark }: EndpointMark) {
  const reason = mark.reason ?? null
  if (as === 'failed') return { reason, failing_since: sql<number>`coalesce(failing_since, ${at})` }
  if (as === 'disabled') return { reason, disabled_at: sql<number>`coalesce(disabled_at, ${at})` }
  if (as === 'enabled') return { reason: null, failing_since: null, disabled_at: null }
  return { failing_since: null, reason: sql<string | null>`case when disabled_at is null then null else reason end` }
}

export function deleteEndpoint(query: Query, { rpId, endpoint }: EndpointTarget) {
  return query.deleteFrom('latchkey_endpoints').where('rp_id', '=', rpId).where('endpoint', '=', endpoint)
}

/** From here on, another transaction that enqueues for this relying party waits until this one ends. */
export function lockEndpoints(query: Query, rpId: string, now: number) {
  return query.updateTable('latchkey_endpoints').set({ enqueued_at: now }).where('rp_id', '=', rpId)
}

import type { EndpointMark } from '@latchkey/storage'
import type { Writing } from './writing.js'

const byKey = 'rp_id = :rp_id and endpoint = :endpoint'

const marks: Readonly<Record<EndpointMark['as'], string>> = {
  failed: 'reason = :reason, failing_since = coalesce(failing_since, :at)',
  disabled: 'reason = :reason, disabled_at = coalesce(disabled_at, :at)',
  enabled: 'reason = null, failing_since = null, disabled_at = null',
  succeeded: 'failing_since = null, reason = case when disabled_at is null then null else reason end',
}

/** Opens it. One that is open already stays as it is, and is returned. */
export function openEndpoint({ dialect, tables }: Writing): string {
  return `
    insert into ${tables.endpoints} ${dialect.asStored} (rp_id, endpoint, created_at, enqueued_at)
    values (:rp_id, :endpoint, :at, :at)
    ${dialect.orUpdate('rp_id, endpoint')} created_at = ${dialect.stored('created_at')}`
}

export function endpointStatements({ tables, prepare }: Writing) {
  const mark = (as: EndpointMark['as']) => prepare(`update ${tables.endpoints} set ${marks[as]} where ${byKey}`)
  return {
    find: prepare(`select * from ${tables.endpoints} where ${byKey}`),
    list: prepare(`select * from ${tables.endpoints} where rp_id = :rp_id order by endpoint`),
    failed: mark('failed'),
    disabled: mark('disabled'),
    enabled: mark('enabled'),
    succeeded: mark('succeeded'),
    delete: prepare(`delete from ${tables.endpoints} where ${byKey}`),
    /** From here on, another transaction that enqueues for this relying party waits until this one ends. */
    lock: prepare(`update ${tables.endpoints} set enqueued_at = :now where rp_id = :rp_id`),
  }
}

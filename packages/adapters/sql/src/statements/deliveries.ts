import { findsNone, type Writing } from './writing.js'

/**
 * Up to the limit, the oldest events of the relying party that are not in a queue yet. In the order of an index, whose
 * first column is null in each of them: see `selectClaimable`.
 */
function selectUnsettled({ tables }: Writing, condition = '1 = 1'): string {
  return `
    select id from ${tables.events} where rp_id = :rp_id and settled_at is null and ${condition}
    order by settled_at, id limit :limit`
}

/** One delivery of each of these events for each endpoint. */
function insertDeliveries({ dialect, tables }: Writing, among: string): string {
  const { integer, concat } = dialect
  return `
    insert into ${tables.deliveries} (id, rp_id, endpoint, event_id, user_id, attempts, due_at, created_at)
    select
      ${concat('endpoint.endpoint', concat("':'", 'event.id'))},
      event.rp_id, endpoint.endpoint, event.id, event.user_id, 0, ${integer(':now')}, ${integer(':now')}
    from ${tables.events} as event join ${tables.endpoints} as endpoint on endpoint.rp_id = event.rp_id
    where endpoint.rp_id = :rp_id and event.id ${among}`
}

function settleEvents({ tables }: Writing, among: string): string {
  return `update ${tables.events} set settled_at = :now where id ${among} and settled_at is null`
}

/**
 * One snapshot: what is delivered is what is settled. Both find the picked events by their key: `in` would compare each
 * with each while a new table has no statistics.
 */
function enqueueAtOnce(writing: Writing): string {
  const picked = '= any(array(select id from picked))'
  const isDelivered = `exists (select 1 from ${writing.tables.endpoints} where rp_id = :rp_id)`
  return `
    with picked as (
      ${selectUnsettled(writing, isDelivered)}
    ), delivered as (
      ${insertDeliveries(writing, picked)}
    )
    ${settleEvents(writing, picked)}`
}

/**
 * Selects from what may be leased: of each user the oldest only, and those without a user. An event that has gone since
 * holds nothing. The order names `dead_at`, which is null in each row, because PostgreSQL else reads and sorts all that
 * is due instead of going along the index until it has enough.
 */
function selectClaimable({ tables }: Writing): string {
  const older = `
        select 1 from ${tables.deliveries} as older
        where older.endpoint = delivery.endpoint and older.user_id = delivery.user_id
          and older.rp_id = delivery.rp_id and older.dead_at is null and older.event_id < delivery.event_id
          and (select earlier.id from ${tables.events} as earlier where earlier.id = older.event_id) is not null
        order by older.endpoint, older.user_id, older.event_id limit 1`
  return `
    select delivery.id from ${tables.deliveries} as delivery
    where delivery.rp_id = :rp_id and delivery.endpoint = :endpoint
      and delivery.dead_at is null and delivery.due_at <= :now
      and (select event.id from ${tables.events} as event where event.id = delivery.event_id) is not null
      and ${findsNone(older)}
    order by delivery.dead_at, delivery.due_at, delivery.event_id limit :limit`
}

function lease({ tables }: Writing, among: string): string {
  return `
    update ${tables.deliveries} set
      attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, :now), due_at = :until
    where id ${among}`
}

function claimAtOnce(writing: Writing): string {
  const claimable = selectClaimable(writing)
  const among =
    writing.dialect.name === 'postgres'
      ? `= any(array(${claimable} for update of delivery skip locked))`
      : `in (${claimable})`
  return `${lease(writing, among)} returning event_id, attempts, first_attempt_at`
}

/** What waits for a delivery need not be looked at before then, however much it is. */
function postponeFollowers({ tables }: Writing, condition: string): string {
  return `
    update ${tables.deliveries} set due_at = :until
    where endpoint = :endpoint and user_id = :user_id and rp_id = :rp_id and id <> :id
      and dead_at is null and attempts = 0 and due_at < :until and ${condition}`
}

/** By the key, which begins with the endpoint. */
function selectPage({ tables }: Writing, deadness: string): string {
  return `
    select event.*, delivery.attempts, delivery.first_attempt_at, delivery.due_at, delivery.reason, delivery.dead_at
    from ${tables.deliveries} as delivery join ${tables.events} as event on event.id = delivery.event_id
    where delivery.id > :after and delivery.id < :end and event.rp_id = :rp_id and delivery.dead_at is ${deadness}
    order by delivery.id limit :limit`
}

export function deliveryStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const attempt = 'id = :id and rp_id = :rp_id and attempts = :attempt and dead_at is null'
  const isMysql = dialect.name === 'mysql'
  const unsettled = `in (${selectUnsettled(writing)})`
  return {
    enqueueAtOnce: dialect.name === 'postgres' ? prepare(enqueueAtOnce(writing)) : undefined,
    selectUnsettled: prepare(selectUnsettled(writing)),
    insert: prepare(insertDeliveries(writing, isMysql ? dialect.among('ids') : unsettled)),
    settle: prepare(settleEvents(writing, isMysql ? dialect.among('ids') : `${unsettled} and ${dialect.ifChanged}`)),
    claimAtOnce: isMysql ? undefined : prepare(claimAtOnce(writing)),
    selectClaimable: prepare(selectClaimable(writing)),
    lockDue: prepare(`
      select id, event_id, attempts, first_attempt_at from ${tables.deliveries}
      where id ${dialect.among('ids')} and dead_at is null and due_at <= :now for update skip locked`),
    lease: prepare(lease(writing, dialect.among('ids'))),
    delete: prepare(`delete from ${tables.deliveries} where id ${dialect.among('ids')} and rp_id = :rp_id`),
    deleteAll: prepare(`delete from ${tables.deliveries} where rp_id = :rp_id and endpoint = :endpoint`),
    giveUp: prepare(`update ${tables.deliveries} set reason = :reason, dead_at = :at where ${attempt}`),
    defer: prepare(`update ${tables.deliveries} set reason = :reason, due_at = :until where ${attempt}`),
    postponeFollowers: prepare(postponeFollowers(writing, dialect.ifChanged)),
    replay: prepare(`
      update ${tables.deliveries}
      set attempts = 0, first_attempt_at = null, reason = null, dead_at = null, due_at = :now
      where id ${dialect.among('ids')} and rp_id = :rp_id and dead_at is not null`),
    pageOfDead: prepare(selectPage(writing, 'not null')),
    pageOfLiving: prepare(selectPage(writing, 'null')),
  }
}

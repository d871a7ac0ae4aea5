import { eventColumns } from '../rows/event-row.js'
import { demand, findsNone, selectGiven, valuesOf, type Writing } from './writing.js'

/** The insert of events, all but those whose `once` is stored already. A conflict on any other key is an error. */
export function insertEvents(writing: Writing, condition: string): string {
  const { tables } = writing
  const given = selectGiven(writing, { table: 'events', columns: [...eventColumns], given: 'events' })
  // The lease of a new event has ended: `select … , 0` has no place in what is given.
  return `
    insert into ${tables.events} (${eventColumns.join(', ')}, leased_until)
    select given_events.*, 0 from (${given}) as given_events where ${condition}
    on conflict (rp_id, once) do nothing`
}

/** The insert of one event. */
function insertEvent({ dialect, tables }: Writing, condition: string): string {
  const into = `insert into ${tables.events} (${eventColumns.join(', ')}, leased_until)`
  if (dialect.name === 'mysql') return `${into} values (${valuesOf(eventColumns)}, 0)`
  return `${into} select ${valuesOf(eventColumns)}, 0 where ${condition} on conflict (rp_id, once) do nothing`
}

/**
 * Adds to the event of this `once`, or stores it. One that was claimed or settled gets the new id, and is delivered
 * again.
 */
function tallyEvent({ dialect, tables }: Writing): string {
  const isHandedOut = '(stored.claimed_by is not null or stored.settled_at is not null)'
  return `
    insert into ${tables.events} ${dialect.asStored} (${eventColumns.join(', ')}, leased_until)
    values (${valuesOf(eventColumns)}, 0)
    on conflict (rp_id, once) do update set
      id = case when ${isHandedOut} then excluded.id else stored.id end,
      tally_count = stored.tally_count + excluded.tally_count,
      tally_addresses = stored.tally_addresses + excluded.tally_addresses,
      claimed_by = null, leased_until = 0, settled_at = null
    where stored.tally_count is not null`
}

/** The id goes first: MySQL changes the columns in their order, and the id depends on the old values of the others. */
function addToTally({ tables }: Writing): string {
  return `
    update ${tables.events} set
      id = case when claimed_by is not null or settled_at is not null then :id else id end,
      tally_count = tally_count + :tally_count, tally_addresses = tally_addresses + :tally_addresses,
      claimed_by = null, leased_until = 0, settled_at = null
    where rp_id = :rp_id and once = :once and tally_count is not null`
}

/**
 * Selects the events that may be leased: the oldest unsettled event of each user, and those without a user. Whether
 * an older one exists is read with the lock, and by its index.
 */
function selectClaimable({ tables }: Writing, columns: string, lock = ''): string {
  const older = `
        select 1 from ${tables.events} as older
        where older.rp_id = event.rp_id and older.user_id = event.user_id
          and older.settled_at is null and older.id < event.id
        order by older.rp_id, older.user_id, older.settled_at, older.id limit 1 ${lock}`
  return `
    select ${columns} from ${tables.events} as event
    where event.settled_at is null and event.leased_until <= :now
      and ${findsNone(older)}`
}

/** The order names `settled_at`, which is null in each row, because PostgreSQL else sorts all that is not settled. */
function claimEvents(writing: Writing): string {
  const claimable = `${selectClaimable(writing, 'event.id')} order by event.settled_at, event.id limit :limit`
  return `
    update ${writing.tables.events} set claimed_by = :claim, leased_until = :until
    where id ${writing.dialect.name === 'postgres' ? `= any(array(${claimable} for update of event skip locked))` : `in (${claimable})`}
    returning *`
}

export function eventStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const isOneByOne = dialect.name === 'mysql'
  const page = (conditions: string) =>
    prepare(
      `select * from ${tables.events} where rp_id = :rp_id ${conditions} and id > :after order by id limit :limit`,
    )
  const ofOrganization = 'and organization_id = :organization_id'
  const before = 'and id < :before'
  const isTallied =
    dialect.name === 'sqlite'
      ? dialect.ifChanged
      : `exists (select 1 from ${tables.events} where rp_id = :rp_id and once = :once and tally_count is not null)`
  return {
    insertOne: prepare(insertEvent(writing, isOneByOne ? '' : '1 = 1')),
    insertOneIfChanged: prepare(insertEvent(writing, dialect.ifChanged)),
    insertAll: isOneByOne ? undefined : prepare(insertEvents(writing, '1 = 1')),
    insertAllIfChanged: isOneByOne ? undefined : prepare(insertEvents(writing, dialect.ifChanged)),
    tally: isOneByOne ? undefined : prepare(tallyEvent(writing)),
    /** After a tally, in a batch: fails where it has changed nothing, because its `once` is that of an event without counts. */
    demandTally: prepare(demand(writing, isTallied)),
    addToTally: prepare(addToTally(writing)),
    claim: isOneByOne ? undefined : prepare(claimEvents(writing)),
    settle: prepare(
      `update ${tables.events} set settled_at = :now where id ${dialect.among('ids')} and settled_at is null`,
    ),
    selectAll: prepare(`select * from ${tables.events} where id ${dialect.among('ids')}`),
    selectStored: prepare(`select id from ${tables.events} where id ${dialect.among('ids')} ${dialect.shareLock}`),
    pageByUser: page('and user_id = :user_id'),
    page: page(''),
    pageBefore: page(before),
    pageOfOrganization: page(ofOrganization),
    pageOfOrganizationBefore: page(`${ofOrganization} ${before}`),
  }
}

export type EventStatements = ReturnType<typeof eventStatements>

/** What erases the events of a user, in this order: none is enqueued meanwhile, and no delivery is left over. */
export function eraseStatements({ tables, prepare }: Writing) {
  const ofUser = 'rp_id = :rp_id and user_id = :user_id'
  return [
    prepare(`update ${tables.endpoints} set enqueued_at = enqueued_at where rp_id = :rp_id`),
    prepare(`delete from ${tables.events} where ${ofUser}`),
    prepare(`
      delete from ${tables.deliveries}
      where ${ofUser} and endpoint in (select endpoint from ${tables.endpoints} where rp_id = :rp_id)`),
  ]
}

/** MariaDB and MySQL: see `verbs/claim-on-mysql.ts`. */
export function claimStatementsOnMysql(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const inOrder = 'order by event.id limit :limit'
  const locked = `${inOrder} for update skip locked`
  const { shareLock } = dialect
  const selectOldest = (lock: string) =>
    prepare(`${selectClaimable(writing, 'event.id', lock)} and event.id ${dialect.among('ids')} ${lock}`)
  return {
    lock: prepare(`${selectClaimable(writing, 'event.*')} ${locked}`),
    lockOthers: prepare(`${selectClaimable(writing, 'event.*')} and not event.id ${dialect.among('judged')} ${locked}`),
    selectOldest: selectOldest(''),
    selectOldestLocked: selectOldest(shareLock),
    lease: prepare(
      `update ${tables.events} set claimed_by = :claim, leased_until = :until where id ${dialect.among('ids')}`,
    ),
  }
}

import { type RawBuilder, sql } from 'kysely'
import type { CheckName } from '../checks/checks.js'

export interface PlantedRows {
  readonly rule: string
  /** Returns the rows that it has changed. */
  readonly plant: RawBuilder<unknown>
  /** The checks that have to notice. */
  readonly finds: readonly CheckName[]
}

const onePasskey = sql`(select id from latchkey_passkeys order by id limit 1)`
const oneAccount = sql`(select user_id from latchkey_accounts where passkey_count > 0 order by user_id limit 1)`

const eventOfKept = sql`(select id from latchkey_events where name = 'passkey.used'
  and json_extract(data, '$.passkeyId') in (select id from latchkey_passkeys) order by id limit 1)`

function oneEvent(name: string): RawBuilder<unknown> {
  return sql`(select id from latchkey_events where name = ${name} order by id limit 1)`
}

/** What a database can lose or make up, as statements. */
export const plantedRows: readonly PlantedRows[] = [
  {
    rule: 'a passkey is lost',
    plant: sql`delete from latchkey_passkeys where id = ${onePasskey} returning id`,
    finds: ['nothing lost', 'counts as rows', 'events as changes'],
  },
  {
    rule: 'a passkey has another id',
    plant: sql`update latchkey_passkeys set id = 'made-up' where id = ${onePasskey} returning id`,
    finds: ['nothing lost', 'nothing more', 'events as changes'],
  },
  {
    rule: 'a sign-in is lost',
    plant: sql`update latchkey_passkeys set sign_in_count = sign_in_count - 1
      where id = (select id from latchkey_passkeys where sign_in_count > 0 limit 1) returning id`,
    finds: ['sign-ins counted', 'events as changes'],
  },
  {
    rule: 'a sign-in is counted twice',
    plant: sql`update latchkey_passkeys set sign_in_count = sign_in_count + 1 where id = ${onePasskey} returning id`,
    finds: ['sign-ins counted', 'events as changes'],
  },
  {
    rule: 'an account counts a passkey too many',
    plant: sql`update latchkey_accounts set passkey_count = passkey_count + 1 where user_id = ${oneAccount} returning 1`,
    finds: ['counts as rows'],
  },
  {
    rule: 'an account counts an active passkey too few',
    plant: sql`update latchkey_accounts set active_count = active_count - 1 where user_id = ${oneAccount} returning 1`,
    finds: ['counts as rows'],
  },
  {
    rule: 'a passkey has no account',
    plant: sql`delete from latchkey_accounts where user_id = ${oneAccount} returning user_id`,
    finds: ['counts as rows'],
  },
  {
    rule: 'the event of a removal is lost',
    plant: sql`delete from latchkey_events where id = ${oneEvent('passkey.removed')} returning id`,
    finds: ['events as changes'],
  },
  {
    rule: 'the event of a sign-in is lost',
    plant: sql`delete from latchkey_events where id = ${eventOfKept} returning id`,
    finds: ['events as changes', 'spent as effects'],
  },
  {
    rule: 'a spent ceremony is forgotten',
    plant: sql`delete from latchkey_spent where id = (select id from latchkey_spent limit 1) returning id`,
    finds: ['spent as effects'],
  },
  {
    rule: 'a ceremony is spent without effect',
    plant: sql`insert into latchkey_spent (id, expires_at) values ('made-up', 0) returning id`,
    finds: ['spent as effects'],
  },
  {
    rule: 'a version of a policy is left out',
    plant: sql`update latchkey_stored_policies set version = version + 1
      where scope = (select scope from latchkey_stored_policies where scope <> 'decoys' limit 1) returning scope`,
    finds: ['policies without gaps'],
  },
  {
    rule: 'the event of a policy is lost',
    plant: sql`delete from latchkey_events where id in (select id from latchkey_events where name like 'policy.%' limit 1)
      returning id`,
    finds: ['policies without gaps'],
  },
  {
    rule: 'an event stays behind',
    plant: sql`update latchkey_events set settled_at = null where id = ${oneEvent('passkey.used')} returning id`,
    finds: ['everything delivered'],
  },
  {
    rule: 'an event is settled that was never delivered',
    plant: sql`update latchkey_events set id = 'made-up' where id = ${oneEvent('passkey.used')} returning id`,
    finds: ['settled means delivered', 'everything delivered'],
  },
]

import { kyselyStorage } from '@latchkey/kysely'
import type { AddOptions } from '@latchkey/storage'
import {
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleRpId,
  sampleSpend,
  sampleTogether,
  sampleUse,
} from '@latchkey/testing'
import { type Kysely, sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { databases, empty } from './databases.js'
import { openForTests } from './open-for-tests.js'

const second = sampleCredentialId('c2Vjb25k')
const bobs = samplePasskey({ userId: 'bob', id: second })
const spend = [sampleSpend('another')]

type CreateUser = (db: Kysely<unknown>) => Promise<unknown>

describe.each(databases)('createUser, on $name', ({ create }) => {
  const open = openForTests(create)

  beforeAll(async () => {
    await sql`create table app_users (name varchar(20) not null primary key)`.execute(open.db)
  })

  beforeEach(async () => {
    await empty(open.db)
    await sql`delete from app_users`.execute(open.db)
    await open.storage.passkeys.add(samplePasskey(), sampleTogether())
  })

  const makeUser: CreateUser = (db) => sql`insert into app_users values ('Bob')`.execute(db)
  const together = (createUser: CreateUser): AddOptions =>
    sampleTogether({
      spend,
      createUser: async (transaction) => void (await createUser(transaction as Kysely<unknown>)),
    })

  /** Bob's passkeys, the users of the host, and whether the ceremony was spent. */
  const stored = async () => [
    (await open.storage.passkeys.listByUser(sampleRpId, 'bob')).passkeys.length,
    (await sql`select * from app_users`.execute(open.db)).rows.length,
    await open.storage.passkeys.isSpent('another'),
  ]

  /** In a transaction of the adapter's, and in one that the host has begun. */
  const places = {
    'a transaction of its own': <Answer>(work: (db: Kysely<unknown>) => Promise<Answer>) => work(open.db),
    "a transaction of the host's": <Answer>(work: (db: Kysely<unknown>) => Promise<Answer>) =>
      open.db.transaction().execute(work),
  } as const

  describe.each(Object.entries(places))('in %s', (_, within) => {
    test('may hand its transaction to a storage of its own', async () => {
      const createUser: CreateUser = async (db) => {
        await makeUser(db)
        await kyselyStorage(db).events.append([sampleEvent(1)])
      }
      const answer = await within((db) => kyselyStorage(db).passkeys.add(bobs, together(createUser)))
      expect([answer, await stored()]).toEqual(['added', [1, 1, true]])
      expect(await open.storage.events.claim(10, 1, 0)).toEqual([sampleEvent(1)])
    })

    test('may do two things at once by two storages, one of which is refused', async () => {
      const createUser: CreateUser = async (db) => {
        const outcomes = await Promise.all([
          kyselyStorage(db).passkeys.recordUse(sampleUse()),
          kyselyStorage(db).passkeys.recordUse(sampleUse({ spend: sampleSpend('third'), accountVersion: 7 })),
        ])
        expect(outcomes).toEqual(['recorded', 'account_changed'])
      }
      const answer = await within((db) => kyselyStorage(db).passkeys.add(bobs, together(createUser)))
      const alices = await open.storage.passkeys.find(sampleRpId, samplePasskey().id)
      expect([answer, alices?.passkey.signInCount]).toEqual(['added', 1])
    })

    test('undoes everything when it rejects, also after a refusal inside it', async () => {
      const taken = new Error('The name is taken.')
      const createUser: CreateUser = async (db) => {
        await makeUser(db)
        await kyselyStorage(db).passkeys.recordUse(sampleUse({ accountVersion: 7 }))
        throw taken
      }
      const rejection = await within((db) =>
        kyselyStorage(db)
          .passkeys.add(bobs, together(createUser))
          .catch((error: unknown) => error),
      )
      expect([rejection, await stored()]).toEqual([taken, [0, 0, false]])
    })

    test('that hides a failed statement: the result is what is stored', async () => {
      const createUser: CreateUser = async (db) => {
        await makeUser(db)
        await makeUser(db).catch(() => {})
      }
      const answer = await within((db) =>
        kyselyStorage(db)
          .passkeys.add(bobs, together(createUser))
          .catch(() => 'rejected'),
      )
      expect([answer, await stored()]).toEqual([answer, answer === 'added' ? [1, 1, true] : [0, 0, false]])
    })
  })
})

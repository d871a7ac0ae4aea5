import type { PasskeyStorage } from '@latchkey/storage'
import {
  sampleCode,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from '@latchkey/testing'
import { type CompiledQuery, CompiledQuery as Query } from 'kysely'
import Libsql from 'libsql'
import { beforeEach, describe, expect, test } from 'vitest'
import { openSqlite } from './open-sqlite.js'

const event = (number: number) => [sampleEvent(number, { userId: 'alice' })]
const second = sampleCredentialId('c2Vjb25k')

interface Verb {
  readonly verb: string
  /** Statements in the usual case, `begin` and `commit` included. */
  readonly statements: number
  act(storage: PasskeyStorage): Promise<unknown>
}

const verbs: readonly Verb[] = [
  {
    verb: 'passkeys.add, first',
    statements: 7,
    act: ({ passkeys }) =>
      passkeys.add(samplePasskey({ userId: 'bob', id: second }), sampleTogether({ events: event(2) })),
  },
  {
    verb: 'passkeys.add, second',
    statements: 7,
    act: ({ passkeys }) =>
      passkeys.add(samplePasskey({ id: second }), sampleTogether({ accountVersion: 1, events: event(2) })),
  },
  { verb: 'passkeys.find', statements: 1, act: ({ passkeys }) => passkeys.find(sampleRpId, samplePasskey().id) },
  { verb: 'passkeys.listByUser', statements: 1, act: ({ passkeys }) => passkeys.listByUser(sampleRpId, 'alice') },
  { verb: 'passkeys.isSpent', statements: 1, act: ({ passkeys }) => passkeys.isSpent('ceremony-1') },
  { verb: 'passkeys.page', statements: 1, act: ({ passkeys }) => passkeys.page({ rpId: sampleRpId, limit: 10 }) },
  {
    verb: 'passkeys.recordUse',
    statements: 5,
    act: ({ passkeys }) => passkeys.recordUse(sampleUse({ events: event(2) })),
  },
  { verb: 'passkeys.rename', statements: 4, act: ({ passkeys }) => passkeys.rename(sampleTarget(), 'New', event(2)) },
  {
    verb: 'passkeys.setStatus',
    statements: 5,
    act: ({ passkeys }) => passkeys.setStatus(sampleTarget(), 'suspended', event(2)),
  },
  {
    verb: 'passkeys.remove',
    statements: 5,
    act: ({ passkeys }) => passkeys.remove(sampleTarget(), { keepLastActive: false, events: event(2) }),
  },
  {
    verb: 'accounts.recordPrompt',
    statements: 7,
    act: ({ accounts }) =>
      accounts.recordPrompt({
        ...sampleTarget(),
        userHandle: sampleUserHandle(),
        at: 1,
        what: 'declined',
        events: event(2),
      }),
  },
  {
    verb: 'accounts.raiseVersion',
    statements: 5,
    act: ({ accounts }) => accounts.raiseVersion(sampleTarget(), event(2)),
  },
  { verb: 'accounts.purge', statements: 7, act: ({ accounts }) => accounts.purge(sampleTarget(), 1, event(2)) },
  { verb: 'policies.read', statements: 1, act: ({ policies }) => policies.read(['environment', 'organization:a']) },
  {
    verb: 'policies.write',
    statements: 4,
    act: ({ policies }) => policies.write(samplePolicy({ version: 2 }), 1, event(2)),
  },
  { verb: 'codes.create', statements: 4, act: ({ codes }) => codes.create([sampleCode({ id: 'new' })], event(2)) },
  {
    verb: 'codes.tryRedeem',
    statements: 4,
    act: ({ codes }) => codes.tryRedeem(sampleCode().id, sampleCode().hash, sampleTime),
  },
  { verb: 'codes.revoke', statements: 4, act: ({ codes }) => codes.revoke(sampleCode().id, event(2)) },
  { verb: 'events.append', statements: 1, act: ({ events }) => events.append(event(2)) },
  { verb: 'events.claim', statements: 2, act: ({ events }) => events.claim(10, 1000, sampleTime) },
  { verb: 'events.settle', statements: 1, act: ({ events }) => events.settle([sampleEvent(1).id], sampleTime) },
  { verb: 'rates.hit', statements: 1, act: ({ rates }) => rates.hit('key', 60, sampleTime) },
  { verb: 'rates.read', statements: 1, act: ({ rates }) => rates.read('key', sampleTime) },
  { verb: 'rates.reset', statements: 1, act: ({ rates }) => rates.reset('key') },
  { verb: 'sweep', statements: 4, act: ({ sweep }) => sweep(sampleTime, 10) },
]

const logged: CompiledQuery[] = []
const { db, storage } = openSqlite(':memory:', ({ query }) => logged.push(query))
await storage.schema?.migrate()

const tables = ['passkeys', 'accounts', 'spent', 'policies', 'codes', 'events', 'rates']

/** Alice with one passkey, one code, one event, one stored policy; what the verb sends is logged. */
beforeEach(async () => {
  for (const table of tables) await db.executeQuery(Query.raw(`delete from latchkey_${table}`))
  const spend = [sampleSpend('before')]
  await storage.passkeys.add(samplePasskey(), sampleTogether({ spend, events: event(1) }))
  await storage.codes.create([sampleCode()], [])
  await storage.policies.write(samplePolicy(), 0, [])
  logged.length = 0
})

describe('kyselyStorage sends few statements', () => {
  test.each(verbs)('$verb: $statements', async ({ act, statements }) => {
    await act(storage)
    expect(logged.map(({ sql }) => sql)).toHaveLength(statements)
  })
})

describe('kyselyStorage begins its transactions with a write, which takes the lock', () => {
  const transactions = verbs.filter(({ verb, statements }) => statements >= 4 && verb !== 'sweep')
  test.each(transactions)('$verb', async ({ act }) => {
    await act(storage)
    const [begin, first] = logged.map(({ sql }) => sql.split(' ')[0])
    expect(begin).toBe('begin')
    expect(['insert', 'update', 'delete']).toContain(first)
  })
})

/** A connection of its own, because an `explain` that is not read to its end holds up the next commit. */
const explainer = new Libsql(':memory:')
explainer.exec(storage.schema?.sql() ?? '')

function planOf({ sql, parameters }: CompiledQuery): readonly string[] {
  return explainer
    .prepare(`explain query plan ${sql}`)
    .raw()
    .all([...parameters])
    .map(String)
}

/** Subqueries of our own, whose few rows come out of an index, may be scanned; tables may not. */
function isScanOrSort(step: string): boolean {
  return /SCAN (?!claimable$|old$)|TEMP B-TREE/.test(step)
}

describe('kyselyStorage looks up by index', () => {
  test.each(verbs)('$verb: no statement scans or sorts a table', async ({ act }) => {
    await act(storage)
    const statements = logged.filter(({ sql }) => sql !== 'begin' && sql !== 'commit')
    expect(statements.length).toBeGreaterThan(0)
    for (const statement of statements) {
      expect(planOf(statement).filter(isScanOrSort), statement.sql).toEqual([])
    }
  })

  test('a look-up without an index would be seen', () => {
    const scan = { ...Query.raw('select * from latchkey_passkeys where name = ? order by name', ['x']) }
    expect(planOf(scan).some(isScanOrSort)).toBe(true)
  })
})

import { type CompiledQuery, CompiledQuery as Query } from 'kysely'
import Libsql from 'libsql'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { empty } from './databases.js'
import { type DialectName, openLogged } from './open-logged.js'
import { fill, type StorageVerb, storageVerbs } from './storage-verbs.js'

type Counts = Readonly<Record<DialectName, number>>

/** How many statements each verb sends in the usual case, with an event; `begin` and `commit` count. */
const statements: Readonly<Record<string, Counts>> = {
  'passkeys.add, first': { sqlite: 6, postgres: 1, mysql: 7 },
  'passkeys.add, second': { sqlite: 6, postgres: 1, mysql: 7 },
  'passkeys.add, with createUser': { sqlite: 7, postgres: 5, mysql: 8 },
  'passkeys.find': { sqlite: 1, postgres: 1, mysql: 1 },
  'passkeys.listByUser': { sqlite: 1, postgres: 1, mysql: 1 },
  'passkeys.isSpent': { sqlite: 1, postgres: 1, mysql: 1 },
  'passkeys.page': { sqlite: 1, postgres: 1, mysql: 1 },
  'passkeys.recordUse': { sqlite: 5, postgres: 1, mysql: 6 },
  'passkeys.recordUse, at an organization': { sqlite: 5, postgres: 1, mysql: 7 },
  'passkeys.findRemoved': { sqlite: 1, postgres: 1, mysql: 1 },
  'passkeys.rename': { sqlite: 4, postgres: 1, mysql: 4 },
  'passkeys.setStatus': { sqlite: 5, postgres: 1, mysql: 6 },
  'passkeys.setStatus, of an organization': { sqlite: 4, postgres: 1, mysql: 5 },
  'passkeys.remove': { sqlite: 6, postgres: 1, mysql: 7 },
  'passkeys.removeAll': { sqlite: 7, postgres: 7, mysql: 8 },
  'accounts.recordPrompt': { sqlite: 4, postgres: 1, mysql: 5 },
  'accounts.raiseVersion': { sqlite: 4, postgres: 1, mysql: 5 },
  'accounts.purge': { sqlite: 8, postgres: 8, mysql: 9 },
  'accounts.listRelyingParties': { sqlite: 1, postgres: 1, mysql: 1 },
  'accounts.page': { sqlite: 1, postgres: 1, mysql: 1 },
  'policies.read': { sqlite: 1, postgres: 1, mysql: 1 },
  'policies.write, first': { sqlite: 4, postgres: 1, mysql: 4 },
  'policies.write, second': { sqlite: 4, postgres: 1, mysql: 4 },
  'codes.create': { sqlite: 4, postgres: 1, mysql: 4 },
  'codes.tryRedeem': { sqlite: 1, postgres: 1, mysql: 4 },
  'codes.list': { sqlite: 1, postgres: 1, mysql: 1 },
  'codes.replaceSet': { sqlite: 5, postgres: 6, mysql: 6 },
  'codes.revoke': { sqlite: 4, postgres: 1, mysql: 4 },
  'events.append': { sqlite: 1, postgres: 1, mysql: 1 },
  'events.claim': { sqlite: 1, postgres: 1, mysql: 6 },
  'events.acknowledge': { sqlite: 1, postgres: 1, mysql: 1 },
  'events.tally': { sqlite: 3, postgres: 3, mysql: 4 },
  'metadata.read': { sqlite: 1, postgres: 1, mysql: 1 },
  'metadata.accept': { sqlite: 4, postgres: 1, mysql: 4 },
  'deliveries.openEndpoint, first': { sqlite: 1, postgres: 1, mysql: 4 },
  'deliveries.openEndpoint, second': { sqlite: 1, postgres: 1, mysql: 4 },
  'deliveries.listEndpoints': { sqlite: 1, postgres: 1, mysql: 1 },
  'deliveries.markEndpoint': { sqlite: 1, postgres: 1, mysql: 1 },
  'deliveries.closeEndpoint': { sqlite: 4, postgres: 4, mysql: 4 },
  'deliveries.enqueue': { sqlite: 4, postgres: 4, mysql: 6 },
  'deliveries.claim': { sqlite: 2, postgres: 2, mysql: 7 },
  'deliveries.acknowledge': { sqlite: 1, postgres: 1, mysql: 1 },
  'deliveries.defer': { sqlite: 4, postgres: 4, mysql: 4 },
  'deliveries.page': { sqlite: 1, postgres: 1, mysql: 1 },
  'deliveries.replay': { sqlite: 1, postgres: 1, mysql: 1 },
  'inspection.relyingParties': { sqlite: 1, postgres: 1, mysql: 1 },
  'inspection.sweepable': { sqlite: 7, postgres: 7, mysql: 7 },
  'inspection.unsettled': { sqlite: 2, postgres: 2, mysql: 2 },
  'events.page': { sqlite: 1, postgres: 1, mysql: 1 },
  'events.pageByUser': { sqlite: 1, postgres: 1, mysql: 1 },
  'events.page, of an organization': { sqlite: 1, postgres: 1, mysql: 1 },
  'rates.hit': { sqlite: 1, postgres: 1, mysql: 4 },
  'rates.read': { sqlite: 1, postgres: 1, mysql: 1 },
  'rates.reset': { sqlite: 1, postgres: 1, mysql: 1 },
  'sweep, of unsettled events': { sqlite: 8, postgres: 8, mysql: 8 },
  sweep: { sqlite: 7, postgres: 7, mysql: 7 },
} satisfies Record<StorageVerb, Counts>

const verbs = Object.entries(storageVerbs).map(([verb, act]) => ({ verb, act }))
/** An operator's questions may read a whole index; they write nothing. */
const ofUsers = verbs.filter(({ verb }) => !verb.startsWith('inspection'))

describe.each(openLogged)('kyselyStorage on $name', async ({ name, open }) => {
  const { db, storage, logged, close } = await open()
  afterAll(close)

  beforeEach(async () => {
    await empty(db)
    await fill(storage)
    logged.length = 0
  })

  test.each(verbs)('$verb sends few statements', async ({ verb, act }) => {
    await act(storage)
    const sent = logged.map(({ sql }) => sql)
    expect(sent.length, sent.join('\n')).toBe(statements[verb]?.[name])
  })

  if (name !== 'sqlite') return

  const transactions = ofUsers.filter(({ verb }) => statements[verb]?.sqlite !== 1 && !verb.startsWith('sweep'))
  test.each(transactions)('$verb begins its transaction with a write, which takes the lock', async ({ act }) => {
    await act(storage)
    const [first, second] = logged.map(({ sql }) => sql.split(' ')[0])
    expect(['insert', 'update', 'delete']).toContain(first === 'begin' ? second : first)
  })

  test.each(ofUsers)('$verb looks up by index: no statement scans or sorts a table', async ({ act }) => {
    await act(storage)
    const planned = logged.filter(({ sql }) => sql !== 'begin' && sql !== 'commit')
    expect(planned.length).toBeGreaterThan(0)
    for (const statement of planned) expect(planOf(statement).filter(isScanOrSort), statement.sql).toEqual([])
  })

  test('a look-up without an index would be seen', () => {
    const scan = { ...Query.raw('select * from latchkey_passkeys where name = ? order by name', ['x']) }
    expect(planOf(scan).some(isScanOrSort)).toBe(true)
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
})

function isScanOrSort(step: string): boolean {
  return /SCAN (?!CONSTANT ROW|json_each |list_\d)|TEMP B-TREE/.test(step)
}

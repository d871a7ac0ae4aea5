import { readFileSync } from 'node:fs'
import {
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleTogether,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { engines } from './databases.js'
import { type OpenDatabase, openDatabase } from './open-database.js'

/** What earlier releases printed for their tables, one statement a line. */
function printedBefore(dialect: string): readonly string[] {
  const file = new URL(`./fixtures/migration-5-${dialect}.sql`, import.meta.url)
  return readFileSync(file, 'utf8')
    .split(';\n')
    .filter((statement) => statement !== '')
}

type Rows = readonly Readonly<Record<string, unknown>>[]

const describeTables = {
  sqlite: async ({ executor }: OpenDatabase) => {
    const rows = async (text: string) => (await executor.run(text, [])).rows as Rows
    const described = []
    for (const { name } of await rows("select name from sqlite_master where type = 'table' order by name")) {
      const indexes = await rows(`select name, "unique", origin from pragma_index_list('${name}') order by name`)
      described.push(name, await rows(`select name, type, "notnull", pk from pragma_table_info('${name}')`), indexes)
      for (const index of indexes) described.push(await rows(`select name from pragma_index_info('${index.name}')`))
    }
    return described
  },
  postgres: async ({ executor }: OpenDatabase) => [
    await executor.run(
      `select table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable
       from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`,
      [],
    ),
    await executor.run("select indexdef from pg_indexes where schemaname = 'public' order by indexname", []),
  ],
  mysql: async ({ executor }: OpenDatabase) => {
    const { rows } = await executor.run('show tables', [])
    const names = rows.flatMap((row) => Object.values(row))
    return Promise.all(names.map((name) => executor.run(`show create table ${name}`, [])))
  },
} as const

describe.each(engines)('the tables on $name', ({ create }) => {
  test('are those of earlier releases, and a database that has them is read', async () => {
    const places = [await create(), await create()]
    const [before, now] = places.map(({ address }) => openDatabase(address))
    if (!before || !now) throw new TypeError('There are two.')
    for (const statement of printedBefore(before.executor.dialect)) await before.executor.run(statement, [])
    const newest = await now.storage.schema.migrate()
    expect(await before.storage.schema.status()).toEqual({ current: 5, wanted: newest.wanted })
    expect(await before.storage.schema.migrate()).toEqual(newest)
    const describe = describeTables[now.executor.dialect]
    expect(await describe(now)).toEqual(await describe(before))
    expect(await before.storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
    expect((await before.storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
    await Promise.all([before.close(), now.close()])
    await Promise.all(places.map((place) => place.remove()))
  })

  test('are made by the printed statements as well, which can be run again where the database can skip', async () => {
    const place = await create()
    const open = openDatabase(place.address)
    const run = async () => {
      const printed = open.storage.schema.sql().split(';\n')
      for (const statement of printed) if (statement !== '') await open.executor.run(statement, [])
    }
    await run()
    const { current, wanted } = await open.storage.schema.status()
    expect(current).toBe(wanted)
    await (open.executor.dialect === 'sqlite' ? expect(run()).rejects.toThrow('duplicate column') : run())
    expect(await open.storage.passkeys.add(samplePasskey(), sampleTogether())).toBe('added')
    await open.close()
    await place.remove()
  })
})

describe.each(engines)('rows of migration 6 on $name', ({ create }) => {
  /** A database of that release: a passkey with its account, stored policies, and the table of decoys. */
  async function filled() {
    const place = await create()
    const open = openDatabase(place.address)
    const run = async (text: string) => void (await open.executor.run(text, []))
    for (const statement of printedBefore(open.executor.dialect)) await run(statement)
    const printed = (from: number) => open.storage.schema.sql(from).split(';\n')
    // Both begin with the table that remembers what was run.
    for (const statement of printed(5).slice(1, 1 - printed(6).length)) await run(statement)
    await open.storage.passkeys.add(samplePasskey(), { ...sampleTogether(), events: [sampleEvent(1)] })
    for (const scope of ['environment', 'organization:acme', 'decoys:example.com'])
      await run(
        'insert into latchkey_policies (scope, enabled, policy, version, changed_at) ' +
          `values ('${scope}', 1, '{"mode":"mandatory"}', 3, 7)`,
      )
    const close = async () => {
      await open.close()
      await place.remove()
    }
    return { ...open, close }
  }

  const policy = samplePolicy({ policy: { mode: 'mandatory' }, version: 3, changedAt: 7 })
  const read = ({ policies }: OpenDatabase['storage'], rpId: string) =>
    policies.read(rpId, ['environment', 'organization:acme', 'decoys'])
  const copies = (rpId: string) =>
    (['environment', 'organization:acme', 'decoys'] as const).map((scope) => ({ ...policy, rpId, scope }))

  test('are of the environment `default`, and each relying party has a copy of the policies', async () => {
    const { storage, close } = await filled()
    await storage.schema.migrate({ relyingPartyIds: ['new.example', sampleRpId] })
    expect(new Set(await read(storage, sampleRpId))).toEqual(new Set(copies(sampleRpId)))
    expect(new Set(await read(storage, 'new.example'))).toEqual(new Set(copies('new.example').slice(0, 2)))
    expect(await read(storage, 'third.example')).toEqual([])
    expect((await storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
    expect(await storage.accounts.listRelyingParties(samplePasskey().userId)).toEqual([sampleRpId])
    await close()
  })

  test('are of the environment that the migration names, whole', async () => {
    const { storage, close } = await filled()
    await storage.schema.migrate({ environment: 'production', relyingPartyIds: [sampleRpId] })
    const rpId = `production/${sampleRpId}`
    expect(new Set(await read(storage, rpId))).toEqual(new Set(copies(rpId)))
    expect(await storage.passkeys.find(sampleRpId, samplePasskey().id)).toBeUndefined()
    const found = await storage.passkeys.find(rpId, samplePasskey().id)
    expect(found).toMatchObject({ passkey: { ...samplePasskey(), rpId }, account: { rpId, passkeyCount: 1 } })
    expect((await storage.events.page({ rpId, limit: 10 })).items).toEqual([{ ...sampleEvent(1), rpId }])
    expect(
      await storage.passkeys.remove({ ...samplePasskey(), rpId }, { at: 9, keepLastActive: false, events: [] }),
    ).toBe('removed')
    await close()
  })

  test('are moved once, however often the printed statements run', async () => {
    const { storage, executor, close } = await filled()
    const run = async () => {
      const options = { environment: 'production', relyingPartyIds: [sampleRpId] }
      for (const statement of storage.schema.sql(6, options).split(';\n').slice(0, -1)) {
        if (!/^alter table/.test(statement)) await executor.run(statement, [])
      }
    }
    await executor.run(`alter table latchkey_accounts add column grace_until bigint`, [])
    await run()
    const later = { ...samplePasskey(), id: sampleCredentialId('AAAA'), userId: 'later' }
    await storage.passkeys.add(later, sampleTogether({ spend: [] }))
    await storage.policies.write(samplePolicy({ rpId: 'staging/other.example' }), 0, [])
    await run()
    expect((await storage.passkeys.find(sampleRpId, later.id))?.passkey).toEqual(later)
    expect(await read(storage, 'staging/other.example')).toHaveLength(1)
    await close()
  })

  test('are not moved to an environment, or copied for an RP ID, that no statement can name', async () => {
    const { storage, close } = await filled()
    for (const environment of ["it's", 'a\\b', 'a#b', '', 'x'.repeat(101), 'a\u0000b']) {
      await expect(async () => storage.schema.migrate({ environment })).rejects.toThrow(TypeError)
      expect(() => storage.schema.sql(0, { environment })).toThrow(TypeError)
    }
    expect(() => storage.schema.sql(0, { relyingPartyIds: ["x'"] })).toThrow(TypeError)
    expect(await storage.schema.status()).toEqual({ current: 6, wanted: 8 })
    await close()
  })
})

import { readFileSync } from 'node:fs'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
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

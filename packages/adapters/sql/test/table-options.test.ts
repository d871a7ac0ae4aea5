import { betterSqlite3, sqlStorage } from '@latchkey/sql'
import Libsql from 'libsql'
import { describe, expect, test } from 'vitest'
import { firstCases } from '../../../../test-support/adapters/contract-cases.js'
import type { Place } from '../../../../test-support/adapters/place.js'
import { engines } from './databases.js'
import { openDatabase } from './open-database.js'

const options = { schema: 'Auth', prefix: 'pk_' }

/** Where the tables are then. */
const listTables: Readonly<Record<string, string>> = {
  sqlite: `select name from "Auth".sqlite_master where type = 'table'`,
  postgres: `select table_name as name from information_schema.tables where table_schema = 'Auth'`,
  mysql: `select table_name as name from information_schema.tables where table_schema = 'Auth'`,
}

const makeSchema: Readonly<Record<string, string>> = {
  sqlite: `attach ':memory:' as "Auth"`,
  postgres: 'create schema "Auth"',
  mysql: 'create database if not exists `Auth`',
}

describe.each(engines)('a schema and a prefix on $name', ({ create }) => {
  test('hold all tables, and every verb finds them', async () => {
    const place: Place = await create()
    const { executor, storage, close } = openDatabase(place.address, options)
    await executor.run(makeSchema[executor.dialect] ?? '', [])
    await storage.schema.migrate()
    const { rows } = await executor.run(listTables[executor.dialect] ?? '', [])
    const names = rows.flatMap((row) => Object.values(row)).map(String)
    expect(names.filter((name) => name.startsWith('pk_'))).toHaveLength(13)
    expect(names).toHaveLength(13)
    const quote = executor.dialect === 'mysql' ? '`' : '"'
    for (const { name, run } of firstCases) {
      await run(async () => {
        for (const table of names.filter((one) => one !== 'pk_migrations')) {
          await executor.run(`delete from ${quote}Auth${quote}.${table}`, [])
        }
        return storage
      }).catch((error: unknown) => {
        throw new Error(name, { cause: error })
      })
    }
    if (executor.dialect === 'mysql') await executor.run('drop database `Auth`', [])
    await close()
    await place.remove()
  })
})

describe('names', () => {
  const open = (given: object) => () => sqlStorage(betterSqlite3(new Libsql(':memory:')), given)

  test.each([{}, { prefix: '' }, { prefix: 'a1_' }, { schema: 'main' }, { schema: '_x' }])('%j are taken', (given) => {
    expect(open(given)).not.toThrow()
  })

  test.each([
    { prefix: '1a' },
    { prefix: 'a b' },
    { prefix: 'a"b' },
    { prefix: 'ä' },
    { prefix: 'a'.repeat(33) },
    { prefix: null },
    { schema: '' },
    { schema: 'a.b' },
    { schema: 'a`b' },
    { schema: 'a;drop table x' },
    { schema: 7 },
  ])('%j are refused with a TypeError', (given) => {
    expect(open(given)).toThrow(TypeError)
  })
})

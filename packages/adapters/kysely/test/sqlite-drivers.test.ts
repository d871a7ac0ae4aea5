import { cachedStatements, kyselyStorage, type NodeSqliteDatabase, nodeSqlite } from '@latchkey/kysely'
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { casesOn } from '../../../../test-support/adapters/contract-cases.js'
import { empty } from './databases.js'

/** `node:sqlite` as far as Kysely needs it; the first versions do not tell the columns of a statement. */
function likeNode(tellsColumns: boolean): NodeSqliteDatabase {
  const database = new Libsql(':memory:')
  return {
    close: () => void database.close(),
    prepare: (text) => {
      const statement = database.prepare(text)
      return {
        all: (...parameters) => statement.all(positional(parameters)),
        run: (...parameters) => statement.run(positional(parameters)),
        iterate: (...parameters) => statement.iterate(positional(parameters)),
        ...(tellsColumns && { columns: () => (statement.reader ? statement.columns() : []) }),
      }
    },
  }
}

/** In the first place it takes any object but bytes for the named parameters. */
function positional(parameters: readonly unknown[]): unknown[] {
  const [first] = parameters
  const isNamed = typeof first === 'object' && first !== null && !ArrayBuffer.isView(first)
  const values = parameters.slice(isNamed ? 1 : 0)
  if (values.some((value) => value instanceof Date)) throw new TypeError('A Date cannot be bound.')
  return values
}

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => NodeSqliteDatabase
}

function loadNodeSqlite(): NodeSqlite | undefined {
  const found: unknown = process.getBuiltinModule?.('node:sqlite')
  if (!found) console.log(`NOT RUN: node:sqlite itself (Node ${process.versions.node} has none)`)
  return found as NodeSqlite | undefined
}

const node = loadNodeSqlite()

const drivers: readonly { readonly name: string; open(): SqliteDatabase }[] = [
  { name: 'cachedStatements', open: () => cachedStatements(new Libsql(':memory:')) },
  { name: 'nodeSqlite', open: () => nodeSqlite(likeNode(true)) },
  { name: 'nodeSqlite, of the first versions', open: () => nodeSqlite(likeNode(false)) },
  { name: 'cachedStatements of nodeSqlite', open: () => cachedStatements(nodeSqlite(likeNode(true))) },
  ...(node ? [{ name: 'node:sqlite', open: () => nodeSqlite(new node.DatabaseSync(':memory:')) }] : []),
]

describe.each(drivers)('kyselyStorage keeps the storage contract through $name', ({ open }) => {
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: open() }) })
  const storage = kyselyStorage(db)

  beforeAll(() => storage.schema?.migrate())
  afterAll(() => db.destroy())

  const makeStorage = async () => {
    await empty(db)
    return storage
  }
  for (const { name, run } of casesOn({ isWhole: false })) test(name, () => run(makeStorage))
})

describe.each(drivers.filter(({ name }) => name === 'node:sqlite' || name.startsWith('nodeSqlite')))(
  'a Date through $name',
  ({ open }) => {
    const insert = (database: SqliteDatabase, values: readonly unknown[]) =>
      database.prepare('insert into things (at, name) values (?, ?)').run(values)

    test.each([
      ['first', [new Date(0), 'one']],
      ['second', ['one', new Date(0)]],
    ])('as the %s value is refused, and shifts no other', (_, values) => {
      const database = open()
      database.prepare('create table things (at text, name text)').run([])
      expect(() => insert(database, values)).toThrow(TypeError)
      expect(database.prepare('select at, name from things').all([])).toEqual([])
    })
  },
)

describe('cachedStatements', () => {
  function openCounted() {
    const database = new Libsql(':memory:')
    const prepared: string[] = []
    const counted: SqliteDatabase = {
      close: () => void database.close(),
      prepare: (text) => {
        prepared.push(text)
        return database.prepare(text)
      },
    }
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: cachedStatements(counted) }) })
    return { db, prepared }
  }

  test('a text is prepared once, however often it runs', async () => {
    const { db, prepared } = openCounted()
    for (let number = 0; number < 10; number++) {
      expect((await sql`select ${number} as number`.execute(db)).rows).toEqual([{ number }])
    }
    expect(prepared).toEqual(['select ? as number'])
  })

  test('of many texts those used last stay cached', async () => {
    const { db, prepared } = openCounted()
    const run = (number: number) => sql.raw(`select ${number} as number`).execute(db)
    for (let number = 0; number < 1000; number++) await Promise.all([run(number), run(-1)])
    expect(prepared).toHaveLength(1001)
    await run(999)
    expect(prepared).toHaveLength(1001)
    await run(0)
    expect(prepared).toHaveLength(1002)
  })

  test('during an iteration the same text can run', () => {
    const cached = cachedStatements(new Libsql(':memory:'))
    const numbers = 'select value from (select 1 as value union all select 2 union all select 3)'
    const expected = [{ value: 1 }, { value: 2 }, { value: 3 }]
    const iterated: unknown[] = []
    for (const row of cached.prepare(numbers).iterate([])) {
      iterated.push(row)
      expect(cached.prepare(numbers).all([])).toEqual(expected)
    }
    expect(iterated).toEqual(expected)
  })

  test('a column that is added is there the next time', async () => {
    const { db } = openCounted()
    const read = async () => (await sql`select * from things`.execute(db)).rows
    await sql`create table things (name text)`.execute(db)
    await sql`insert into things values ('one')`.execute(db)
    expect(await read()).toEqual([{ name: 'one' }])
    await sql`alter table things add column size integer default 7`.execute(db)
    expect(await read()).toEqual([{ name: 'one', size: 7 }])
  })

  test('a statement that failed runs again', async () => {
    const { db } = openCounted()
    await sql`create table things (name text primary key)`.execute(db)
    const insert = (name: string) => sql`insert into things values (${name})`.execute(db)
    await insert('one')
    await expect(insert('one')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
    await insert('two')
    expect((await sql`select name from things`.execute(db)).rows).toEqual([{ name: 'one' }, { name: 'two' }])
  })
})

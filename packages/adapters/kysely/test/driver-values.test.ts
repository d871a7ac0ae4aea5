import { kyselyStorage, sqlitePragmas } from '@latchkey/kysely'
import { storageConformance } from '@latchkey/testing'
import { type Dialect, Kysely, MysqlDialect, PostgresDialect, SqliteDialect, sql } from 'kysely'
import Libsql from 'libsql'
import { createPool, type PoolOptions } from 'mysql2'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../../../test-support/adapters/place.js'
import { databases, empty } from './databases.js'
import { loadBetterSqlite } from './open-database.js'

/** A driver that is set up to give values back in other types than it does by itself. */
interface Variant {
  readonly database: (typeof databases)[number]['name']
  readonly gives: string
  /** What `typeof` says of a whole number. */
  readonly number: 'bigint' | 'number' | 'string'
  open(address: string): Dialect
}

function postgresWith(parseBigint: (digits: string) => unknown): (address: string) => Dialect {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, parseBigint)
  return (connectionString) => new PostgresDialect({ pool: new pg.Pool({ connectionString, types }) })
}

function mysqlWith(options: PoolOptions): (address: string) => Dialect {
  return (uri) => new MysqlDialect({ pool: createPool({ uri, ...options }) })
}

function sqliteWithBigints(open: (path: string) => Libsql.Database): (address: string) => Dialect {
  return (address) => {
    const database = open(address.slice(address.indexOf(':') + 1))
    for (const pragma of sqlitePragmas) database.pragma(pragma)
    database.defaultSafeIntegers(true)
    return new SqliteDialect({ database })
  }
}

const variants: readonly Variant[] = [
  { database: 'PostgreSQL', gives: 'bigints', number: 'bigint', open: postgresWith(BigInt) },
  { database: 'PostgreSQL', gives: 'numbers', number: 'number', open: postgresWith(Number) },
  {
    database: 'MariaDB',
    gives: 'digits',
    number: 'string',
    open: mysqlWith({ supportBigNumbers: true, bigNumberStrings: true }),
  },
  {
    database: 'MariaDB',
    gives: 'only the rows that an update has changed',
    number: 'number',
    open: mysqlWith({ flags: ['-FOUND_ROWS'] }),
  },
  {
    database: 'SQLite by libsql',
    gives: 'bigints',
    number: 'bigint',
    open: sqliteWithBigints((path) => new Libsql(path)),
  },
  {
    database: 'SQLite by better-sqlite3',
    gives: 'bigints',
    number: 'bigint',
    open: sqliteWithBigints((path) => new (loadBetterSqlite())(path)),
  },
]

/** One of every kind of value, and of every count that an answer hangs on. */
const names: ReadonlySet<string> = new Set([
  'passkeys.add: stores the passkey with every field',
  'passkeys.add: takes over a tombstone at its own version, with a fresh handle',
  'passkeys.listByUser: oldest first, equal times by id, suspended ones included',
  'passkeys.recordUse: counts the sign-in and sets what the change says',
  'passkeys.recordUse: the result of the earliest step comes first',
  'passkeys.rename: the name it has already is done, with its events',
  'passkeys.setStatus: what is set already is done, changes nothing and stores no event',
  'passkeys.remove: last for a suspended passkey, whatever is active beside it',
  'accounts.recordPrompt: counts declines, stores never, and clears both',
  'policies.write: replaces the version it expects, with its events',
  'codes.tryRedeem: takes a redemption each time and no try, and may be repeated',
  'events.append: stores events with every field, and data unchanged',
  'events.claim: a leased event can be claimed when the lease has expired',
  'rates.hit: opens a window with the first hit and counts in it',
  'sweep: at most limit rows of each kind in one call',
  'unusual values: the highest sign count, and dates past 2038',
  'unusual values: every byte, none, many, and a view into a longer buffer',
  'passkeys.add: of 20 simultaneous calls at 9 of 10 exactly one adds',
])

const cases = storageConformance.filter(({ name }) => names.has(name))
const here = variants.flatMap((variant) =>
  databases
    .filter(({ name }) => name === variant.database)
    .map((database) => ({ ...variant, create: database.create })),
)

test('every case that is named is one of the contract', () => {
  expect(cases).toHaveLength(names.size)
})

describe.each(here)('a driver of $database that gives back $gives', ({ create, number, open }) => {
  let place: Place
  let db: Kysely<unknown>

  beforeAll(async () => {
    place = await create()
    db = new Kysely<unknown>({ dialect: open(place.address) })
    await kyselyStorage(db).schema?.migrate()
  })

  afterAll(async () => {
    await db.destroy()
    await place.remove()
  })

  test(`a whole number comes back as a ${number}`, async () => {
    await sql`insert into latchkey_rates values ('key', 1, 2)`.execute(db)
    const { rows } = await sql<{ readonly resets_at: unknown }>`select resets_at from latchkey_rates`.execute(db)
    expect(typeof rows[0]?.resets_at).toBe(number)
  })

  test.each(cases)('$name', async ({ run }) => {
    await run(async () => {
      await empty(db)
      return kyselyStorage(db)
    })
  })
})

import { pglitePool } from '@latchkey/kysely'
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPglite } from '../../../../test-support/databases/open-pglite.js'

/** Two rows, with which each statement begins. */
const rows = "(values ('one'), ('two')) as given (name)"

const statements = [
  { text: `insert into things select name from ${rows}`, changed: 2n, returned: 0 },
  { text: "update things set name = 'new' where name = 'one' returning name", changed: 1n, returned: 1 },
  {
    text: "with one as (select 'one' as name) update things set name = 'x' from one where things.name = one.name",
    changed: 1n,
    returned: 0,
  },
  {
    text: "with two as (select 'none' as name) delete from things using two where things.name = two.name",
    changed: undefined,
    returned: 0,
  },
  { text: 'with gone as (delete from things returning name) select name from gone', changed: undefined, returned: 2 },
  { text: 'select name from things', changed: undefined, returned: 2 },
] as const

describe('pglitePool', () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pglitePool(openPglite()) }) })
  const run = (text: string) => db.executeQuery(CompiledQuery.raw(text))

  beforeAll(async () => {
    await run('create table things (name text)')
  })

  afterAll(() => db.destroy())

  test.each(statements)('counts what has changed and returns the rows: $text', async ({ text, changed, returned }) => {
    await run('delete from things')
    await run(`insert into things select name from ${rows}`)
    const { numAffectedRows, rows: found } = await run(text)
    expect({ changed: numAffectedRows, returned: found.length }).toEqual({ changed, returned })
  })
})

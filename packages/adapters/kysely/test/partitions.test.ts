import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { casesOn } from '../../../../test-support/adapters/contract-cases.js'
import { tableNames } from '../../../../test-support/adapters/place.js'
import { postgres } from '../../../../test-support/databases/postgres.js'
import { startHere } from './start-here.js'

/** The statements that docs/scale.md shows. */
function shownStatements(): readonly string[] {
  const document = readFileSync(new URL('../../../../docs/scale.md', import.meta.url), 'utf8')
  const [, block = ''] = /```sql\n(.*?)```/s.exec(document) ?? []
  return block.split(';').filter((statement) => statement.trim() !== '')
}

/** The cases that touch what is partitioned. */
const cases = casesOn({ isWhole: false }).filter(({ name }) =>
  /^(passkeys\.(add|recordUse|isSpent)|events|sweep)/.test(name),
)

const here = await startHere(postgres)

describe.each(here)('$name with the partitions of docs/scale.md', async ({ kind, running }) => {
  const { db, storage, close } = kind.open(await running.create('partitions'))
  await storage.schema?.migrate()
  for (const statement of shownStatements()) await sql.raw(statement).execute(db)
  afterAll(async () => {
    await close()
    await running.stop()
  })

  beforeEach(async () => {
    await sql.raw(`truncate ${tableNames.join(', ')}`).execute(db)
  })

  test('the bounds of the spent ids are the turns of two years', () => {
    const [, from, to] = /from \((\d+)\) to \((\d+)\)/.exec(shownStatements().join()) ?? []
    expect([Number(from), Number(to)]).toEqual([Date.UTC(2026, 0), Date.UTC(2027, 0)])
  })

  test('the table is partitioned', async () => {
    const { rows } = await sql<{ readonly name: string }>`
      select relname as name from pg_class where relkind = 'p' order by relname`.execute(db)
    expect(rows.map(({ name }) => name)).toEqual(['latchkey_spent'])
  })

  test.each(cases)('$name', async ({ run }) => run(() => storage))
})

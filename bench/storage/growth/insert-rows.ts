import type { CompiledQuery, Kysely } from 'kysely'
import type { Row } from './filler-rows.js'

interface InsertInput {
  readonly db: Kysely<unknown>
  readonly table: string
  /** How many, and which. */
  readonly from: number
  readonly to: number
  row(number: number): Row
}

/** SQLite takes 32,766 values in one statement, MySQL and PostgreSQL 65,535. */
const mostValues = 32_000

/** Inserts the rows of these numbers, many in one statement and all in one transaction. */
export async function insertRows({ db, table, from, to, row }: InsertInput): Promise<void> {
  if (from === to) return
  const batch = Math.floor(mostValues / Object.keys(row(from)).length)
  await db.transaction().execute(async (transaction) => {
    const anyTable = transaction.withTables<Record<string, Row>>()
    const compile = (rows: readonly Row[]) => anyTable.insertInto(table).values(rows).compile()
    let full: CompiledQuery | undefined
    for (let next = from; next < to; next += batch) {
      const rows = Array.from({ length: Math.min(batch, to - next) }, (_, at) => row(next + at))
      if (rows.length === batch) full ??= compile(rows)
      const statement =
        rows.length === batch && full ? { ...full, parameters: rows.flatMap(Object.values) } : compile(rows)
      await transaction.executeQuery(statement)
    }
  })
}

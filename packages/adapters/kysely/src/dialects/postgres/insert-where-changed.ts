import { type RawBuilder, sql } from 'kysely'
import type { LatchkeyTables } from '../../schema/tables.js'

export interface InsertWhereChanged {
  readonly table: keyof LatchkeyTables & string
  /** At least one, all with the same columns. Bytes are in PostgreSQL's own notation. */
  readonly rows: readonly [object, ...object[]]
  /** The part of the statement that must have returned a row. */
  readonly changed: RawBuilder<unknown>
  /** What happens to a row whose key is taken. Absent: the whole statement fails. */
  readonly onConflict?: RawBuilder<unknown>
}

/** The insert, as a part of a statement. The columns are named, because a later migration may have added others. */
export function insertWhereChanged({
  table,
  rows,
  changed,
  onConflict = sql``,
}: InsertWhereChanged): RawBuilder<unknown> {
  const columns = sql.join(Object.keys(rows[0]).map((column) => sql.ref(column)))
  const into = sql.table(table)
  return sql`
    insert into ${into} (${columns})
    select ${columns} from json_populate_recordset(null::${into}, ${JSON.stringify(rows)}) as kept
    where exists (select from ${changed})
    ${onConflict}`
}

import { sql } from 'kysely'
import type { OneStatement } from '../dialect.js'
import { eventsWhereChanged } from './events-where-changed.js'

export const changeWithEvents: OneStatement['changeWithEvents'] = async <Row>(
  ...[query, change, events]: Parameters<OneStatement['changeWithEvents']>
) => {
  const parts = [sql`changed as (${change} returning *)`, ...eventsWhereChanged(sql`changed`, events)]
  const { rows } = await sql<Row>`with ${sql.join(parts)} select * from changed`.execute(query)
  return rows
}

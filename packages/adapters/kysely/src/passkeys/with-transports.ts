import { type RawBuilder, sql } from 'kysely'
import type { SqlDialect } from '../dialects/dialect.js'

/** The stored list, preceded by those that are not in it yet. */
export function withTransports(
  { concat }: Pick<SqlDialect, 'concat'>,
  transports: readonly string[],
): RawBuilder<string> {
  return transports.reduce<RawBuilder<string>>((list, transport) => {
    const text = JSON.stringify(transport)
    // `replace` respects case on every database, unlike their other searches. Includes the preceding quotation mark,
    // because another text may end like this one.
    const isFirst = sql`replace(${list}, ${`[${text}`}, '') <> ${list}`
    const isLater = sql`replace(${list}, ${`,${text}`}, '') <> ${list}`
    const longer = concat(sql`${`[${text},`}`, sql`substr(${list}, 2)`)
    return sql`case when ${isFirst} or ${isLater} then ${list} when ${list} = '[]' then ${`[${text}]`} else ${longer} end`
  }, sql`transports`)
}

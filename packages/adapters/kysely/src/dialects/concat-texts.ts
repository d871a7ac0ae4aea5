import { type RawBuilder, sql } from 'kysely'

/** Standard SQL. In MySQL the operator means "or". */
export function concatTexts(text: RawBuilder<string>, behind: RawBuilder<string>): RawBuilder<string> {
  return sql`${text} || ${behind}`
}

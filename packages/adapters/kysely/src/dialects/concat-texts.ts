import { type RawBuilder, sql } from 'kysely'

/** In standard SQL, which MySQL does not speak: there it means "or". */
export function concatTexts(text: RawBuilder<string>, behind: RawBuilder<string>): RawBuilder<string> {
  return sql`${text} || ${behind}`
}

import type { SqlValue } from '@latchkey/sql'
import { type SQL, sql } from 'drizzle-orm'

/** The texts around the placeholders of a statement. The texts never change, so each is split once. */
const split = new Map<string, readonly string[]>()

/** The statement as Drizzle takes it. */
export function statementOf(text: string, values: readonly SqlValue[]): SQL {
  if (values.length === 0) return sql.raw(text)
  const parts = split.get(text) ?? text.split(/\?|\$\d+/)
  split.set(text, parts)
  if (parts.length !== values.length + 1) throw new TypeError('A statement has a value for each placeholder.')
  return sql(Object.assign([...parts], { raw: parts }), ...values.map((value) => sql.param(toDriver(value))))
}

/** Some drivers take bytes for a Buffer only. */
function toDriver(value: SqlValue): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

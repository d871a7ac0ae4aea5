import { codeOf } from './error-code.js'

/** SQLite's own numbers, for drivers that report the number instead of the name. */
const names: ReadonlyMap<number, string> = new Map([
  [5, 'SQLITE_BUSY'],
  [19, 'SQLITE_CONSTRAINT'],
])

/** The name of an error of SQLite, extended or not, such as SQLITE_BUSY_SNAPSHOT. */
export function sqliteErrorOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return codeOf(error)
  return names.get(Number(error.errcode) & 0xff) ?? codeOf(error)
}

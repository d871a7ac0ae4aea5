/**
 * The driver's code of an error: the SQLSTATE of PostgreSQL, the names of SQLite and MySQL. A query library may have put
 * the driver's error into the cause of its own, as Drizzle does.
 */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error) return String(error.code)
  return 'cause' in error ? codeOf(error.cause) : ''
}

/** The driver's code of an error: the SQLSTATE of PostgreSQL, the names of SQLite and MySQL. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

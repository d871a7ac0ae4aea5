/** What a driver calls an error: the SQLSTATE of PostgreSQL, the name of SQLite, the name of MySQL. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

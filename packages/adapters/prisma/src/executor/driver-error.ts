/** What an adapter of Prisma knows of the driver's error. */
interface DriverCause {
  readonly originalCode: string
  readonly originalMessage?: string
}

/** Prisma's own code for what a database has undone, where it does not pass on the driver's. */
const writeConflict = 'P2034'
const undoneCodes: Readonly<Record<string, string>> = { postgres: '40001', sqlite: 'SQLITE_BUSY' }

/** Deadlocks, serialization failures, and a wait for another writer of SQLite that was too long. */
const undone = /^(?:40001|40P01|SQLITE_BUSY.*)$/

/** The driver's error, with its code: Prisma's own code is the same for all failed statements. */
export function driverErrorOf(error: unknown, dialect: string): unknown {
  if (!(error instanceof Error)) return error
  const cause = causeOf(error)
  if (cause) return withCode(cause.originalMessage ?? 'The statement failed.', cause.originalCode, error)
  const isUndone = 'code' in error && error.code === writeConflict
  return isUndone ? withCode('The database rolled back the transaction.', undoneCodes[dialect], error) : error
}

/** The same for what your app passes on, if it means that the database has undone the transaction; else what it is. */
export function undoneErrorOf(error: unknown, dialect: string): unknown {
  const driverError = driverErrorOf(error, dialect)
  const code = driverError instanceof Error && 'code' in driverError ? String(driverError.code) : ''
  return undone.test(code) ? driverError : error
}

function withCode(message: string, code: string | undefined, cause: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code })
}

/** It stands in the error of a transaction, and in the `meta` of the error of a statement. */
function causeOf(error: unknown): DriverCause | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('originalCode' in error) return error as DriverCause
  const inMeta = 'meta' in error ? causeOf(error.meta) : undefined
  const inAdapter = 'driverAdapterError' in error ? causeOf(error.driverAdapterError) : undefined
  return inMeta ?? inAdapter ?? ('cause' in error ? causeOf(error.cause) : undefined)
}

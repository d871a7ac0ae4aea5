/**
 * The error and its causes, one line each. Drivers put the details into the parts of an `AggregateError`, whose own
 * message is empty, or only into a `code`.
 */
export function describeError(error: unknown): string {
  return [...new Set(linesOf(error))].join('\n  ')
}

function linesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)]
  const parts = error instanceof AggregateError ? error.errors.flatMap(linesOf) : []
  const causes = error.cause === undefined ? [] : linesOf(error.cause)
  return [...ownLine(error), ...parts, ...causes]
}

function ownLine(error: Error): readonly string[] {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (error.message === '') return error instanceof AggregateError ? [] : [code ?? error.name]
  return [code === undefined || error.message.includes(code) ? error.message : `${code}: ${error.message}`]
}

import type { BoundStatement, SqlExecutor, SqlResult, SqlValue } from '@latchkey/sql'
import type { D1Database, D1Result, D1Statement } from './d1-database.js'

/**
 * Runs statements on a D1 database, for `sqlStorage`. D1 has no interactive transactions: `createUser` receives an
 * array, and the prepared statements that it adds run in the batch that stores the first passkey.
 */
export function d1Executor<Statement extends D1Statement>(database: D1Database<Statement>): SqlExecutor<Statement[]> {
  const bound = ({ text, values }: BoundStatement) =>
    database.prepare(withIntegers(text, values)).bind(...values.map(toBound))
  return {
    dialect: 'sqlite',
    run: async (text, values) => toResult(await withCodes(bound({ text, values }).all())),
    batch: async (statements, host = []) => {
      const results = await withCodes(database.batch([...statements.map(bound), ...host]))
      return results.slice(0, statements.length).map(toResult)
    },
    hostBatch: () => [],
  }
}

/**
 * D1 binds every number as REAL, which a column of text stores as `7.0`, and which is no text `7`. As text with a cast,
 * each of our whole numbers is an INTEGER. Our statements have no question mark but those of placeholders.
 */
function withIntegers(text: string, values: readonly SqlValue[]): string {
  let position = 0
  return text.replaceAll('?', () => (typeof values[position++] === 'number' ? 'cast(? as integer)' : '?'))
}

function toBound(value: SqlValue): unknown {
  return typeof value === 'number' ? String(value) : value
}

function toResult({ results = [], meta }: D1Result): SqlResult {
  return { rows: results as object[], changes: results.length || (meta.changes ?? 0) }
}

/** D1 names the code of an error in its message only. */
async function withCodes<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    const code = error instanceof Error ? codeIn(error.message) : undefined
    throw code === undefined ? error : Object.assign(new Error((error as Error).message, { cause: error }), { code })
  }
}

function codeIn(message: string): string | undefined {
  const [, extended] = /extended: (SQLITE_\w+)/.exec(message) ?? []
  const [code = message.includes('constraint failed') ? 'SQLITE_CONSTRAINT' : undefined] =
    /SQLITE_\w+/.exec(message) ?? []
  return extended ?? code
}

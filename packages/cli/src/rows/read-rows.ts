import { open, readFile } from 'node:fs/promises'
import { CommandError } from '../command-error.js'
import { sqliteRows } from './sqlite-rows.js'

/** The kind of a file is recognized by this many bytes. */
const headBytes = 64
const sqliteHead = 'SQLite format 3\0'

/**
 * The rows of a file: a JSON array, which is read as a whole; JSON lines, read one by one; or an SQLite database, whose
 * table `passkey` is read row by row. A line that is not JSON becomes a row that is a string.
 *
 * @throws {CommandError} `rows_unreadable`
 */
export async function* readRows(path: string): AsyncGenerator<unknown> {
  try {
    const head = await headOf(path)
    if (head.startsWith(sqliteHead)) yield* sqliteRows(path)
    else if (head.trimStart().startsWith('[')) yield* await arrayIn(path)
    else yield* linesOf(path)
  } catch (error) {
    throw new CommandError('rows_unreadable', `${path} cannot be read:`, { cause: error })
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(headBytes), position: 0 })
    return withoutMark(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}

async function arrayIn(path: string): Promise<readonly unknown[]> {
  return JSON.parse(withoutMark(await readFile(path, 'utf8')))
}

async function* linesOf(path: string): AsyncGenerator<unknown> {
  const file = await open(path)
  try {
    for await (const line of file.readLines()) {
      const text = withoutMark(line).trim()
      if (text !== '') yield parseLine(text)
    }
  } finally {
    await file.close()
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}

/** The byte order mark that some editors put at the beginning. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

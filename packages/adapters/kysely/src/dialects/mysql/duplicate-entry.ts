import { codeOf } from '../error-code.js'

/** Whether a key is taken; of a certain index, if one is named. */
export function isDuplicateEntry(error: unknown, index = ''): boolean {
  return codeOf(error) === 'ER_DUP_ENTRY' && error instanceof Error && error.message.includes(index)
}

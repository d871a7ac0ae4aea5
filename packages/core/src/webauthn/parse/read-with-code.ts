import type { PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/**
 * Runs a parser. Anything it throws becomes an error with this code, because the bytes are untrusted: a library that
 * fails on them is not a fault of this server. A `PasskeyError` passes through unchanged.
 *
 * @throws {PasskeyError} with the code.
 */
export function readWithCode<Value>(code: PasskeyErrorCode, read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw cause instanceof PasskeyError ? cause : new PasskeyError(code, { cause })
  }
}

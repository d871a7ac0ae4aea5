import type { PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/**
 * What the reading returns. Whatever it throws instead becomes the code, because the bytes came from outside: a library
 * that stumbles over them is no fault of this server. A `PasskeyError` passes with the code that it has.
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

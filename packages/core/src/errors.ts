import {
  errorTable,
  type FieldIssue,
  isPasskeyErrorCode,
  type PasskeyErrorCode,
  type SignalsJSON,
} from '@latchkey/wire'

export interface PasskeyErrorOptions {
  /** What led to it: for the log, never for the page. */
  readonly cause?: unknown
  /** What the browser should be told about the passkey that was refused. */
  readonly signals?: SignalsJSON
  /** Of `policy_invalid`, and of a profile's `malformed` and `identifier_taken`: what is wrong, field by field. */
  readonly issues?: readonly FieldIssue[]
}

/**
 * Everything that an attacker, a device, a user or the storage can cause. The code is the API; the message is constant.
 * What only the developer can cause is a `TypeError`.
 */
export class PasskeyError extends Error {
  override readonly name = 'PasskeyError'
  readonly code: PasskeyErrorCode
  /** What HTTP would answer. */
  readonly status: number
  readonly signals?: SignalsJSON
  /** What is wrong, field by field, where the code is about fields. */
  readonly issues?: readonly FieldIssue[]

  constructor(code: PasskeyErrorCode, options: PasskeyErrorOptions = {}) {
    super(errorTable[code].message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = errorTable[code].status
    if (options.signals) this.signals = options.signals
    if (options.issues) this.issues = options.issues
  }
}

/**
 * Whether this is a `PasskeyError`, of whichever copy of the package: an app may have loaded it twice, as ESM and as
 * CommonJS, and `instanceof` knows only one of them.
 */
export function isPasskeyError(error: unknown): error is PasskeyError {
  return error instanceof Error && error.name === 'PasskeyError' && 'code' in error && isPasskeyErrorCode(error.code)
}

import {
  errorTable,
  type FieldIssue,
  isPasskeyErrorCode,
  type PasskeyErrorCode,
  type SignalsJSON,
} from '@latchkey/wire'

/** The optional parts of a `PasskeyError`. */
export interface PasskeyErrorOptions {
  /**
   * The reason, for the log. Never sent to the page.
   *
   * @default none
   */
  readonly cause?: unknown
  /**
   * What to signal to the browser about the refused passkey.
   *
   * @default none
   */
  readonly signals?: SignalsJSON
  /**
   * For `policy_invalid`, and for `malformed` and `identifier_taken` of a profile: one issue per field.
   *
   * @default none
   */
  readonly issues?: readonly FieldIssue[]
  /**
   * For `too_many_tries`.
   *
   * @default none
   */
  readonly limit?: ReachedLimit
}

/** The limit that was reached, and when it ends. */
export interface ReachedLimit {
  /** As in `limits` of the configuration; of one user, `otpSends` or `otpTries`. */
  readonly name: string
  readonly most: number
  readonly windowSeconds: number
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number
}

/**
 * Any error that an attacker, a device, a user or the storage can cause. The code is the API; the message is constant.
 * A mistake of the developer is a `TypeError`.
 */
export class PasskeyError extends Error {
  override readonly name = 'PasskeyError'
  readonly code: PasskeyErrorCode
  /** The HTTP status of the code. */
  readonly status: number
  readonly signals?: SignalsJSON
  /** One issue per field, for codes about fields. */
  readonly issues?: readonly FieldIssue[]
  /** The limit that was reached, for `too_many_tries`. */
  readonly limit?: ReachedLimit

  constructor(code: PasskeyErrorCode, options: PasskeyErrorOptions = {}) {
    super(errorTable[code].message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = errorTable[code].status
    if (options.signals) this.signals = options.signals
    if (options.issues) this.issues = options.issues
    if (options.limit) this.limit = options.limit
  }
}

/**
 * Is this a `PasskeyError`, from any copy of the package? An app may load it twice, as ESM and as CommonJS, and
 * `instanceof` only recognizes one of them.
 */
export function isPasskeyError(error: unknown): error is PasskeyError {
  return error instanceof Error && error.name === 'PasskeyError' && 'code' in error && isPasskeyErrorCode(error.code)
}

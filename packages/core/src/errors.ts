import { errorTable, type PasskeyErrorCode, type SignalsJSON } from '@latchkey/wire'

export interface PasskeyErrorOptions {
  /** What led to it: for the log, never for the page. */
  readonly cause?: unknown
  /** What the browser should be told about the passkey that was refused. */
  readonly signals?: SignalsJSON
  /**
   * Of `policy_invalid`, and of a profile's `malformed` and `identifier_taken`: what is wrong, a line for each fault,
   * which begins with the field that it is about and a colon.
   */
  readonly complaints?: readonly string[]
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
  readonly complaints?: readonly string[]

  constructor(code: PasskeyErrorCode, options: PasskeyErrorOptions = {}) {
    super(errorTable[code].message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = errorTable[code].status
    if (options.signals) this.signals = options.signals
    if (options.complaints) this.complaints = options.complaints
  }
}

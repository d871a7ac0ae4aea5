import type { PasskeyErrorCode } from '@latchkey/wire'

/** What can go wrong in the page, and the message for the user. */
const messages = {
  cancelled: 'The passkey request was cancelled.',
  timed_out: 'The passkey request took too long.',
  already_registered: 'This device already has a passkey for this account.',
  not_supported: 'This browser or device cannot do this.',
  insecure_context: 'Passkeys need a secure connection.',
  wrong_domain: 'This passkey cannot be used on this site.',
  blocked_by_frame: 'Passkeys cannot be used in this part of the page.',
  user_gesture_required: 'Please press the button again.',
  page_not_focused: 'Please click into this page and try again.',
  busy: 'Another passkey request is open.',
  aborted: 'The passkey request was stopped.',
  network: 'The server cannot be reached.',
  failed: 'The passkey request failed.',
} as const satisfies Readonly<Record<string, string>>

/** A code for what goes wrong in the page. */
export type BrowserErrorCode = keyof typeof messages

/** Every code of a `PasskeyClientError`: those of the page and those of the server. */
export type PasskeyClientErrorCode = BrowserErrorCode | PasskeyErrorCode

/** The optional parts of a `PasskeyClientError`. */
export interface PasskeyClientErrorDetails {
  readonly cause?: unknown
  /** Instead of the message that belongs to the code. */
  readonly message?: string | undefined
}

/**
 * The only error that the client's promises reject with. Branch on `code`, show `message` to the user. `cause` is the
 * browser's own error, or the problem JSON of the server.
 */
export class PasskeyClientError extends Error {
  readonly code: PasskeyClientErrorCode

  constructor(code: PasskeyClientErrorCode, { cause, message }: PasskeyClientErrorDetails = {}) {
    super(message ?? new Map(Object.entries(messages)).get(code) ?? messages.failed, { cause })
    this.name = 'PasskeyClientError'
    this.code = code
  }
}

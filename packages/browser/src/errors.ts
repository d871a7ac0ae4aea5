import type { PasskeyErrorCode } from '@latchkey/wire'

/** What can go wrong in the page, and what a person may read about it. */
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

/** A code that the page itself finds out. */
export type BrowserErrorCode = keyof typeof messages

/** Every code a `PasskeyClientError` can have: what the page finds out, and what the server answers. */
export type PasskeyClientErrorCode = BrowserErrorCode | PasskeyErrorCode

export interface PasskeyClientErrorDetails {
  readonly cause?: unknown
  /** Instead of the message that belongs to the code. */
  readonly message?: string | undefined
}

/**
 * The one error that the client's promises reject with. Branch on `code`; `message` can be shown to a person;
 * `cause` is what lies underneath: the browser's own error, or the problem JSON that the server answered.
 */
export class PasskeyClientError extends Error {
  readonly code: PasskeyClientErrorCode

  constructor(code: PasskeyClientErrorCode, { cause, message }: PasskeyClientErrorDetails = {}) {
    super(message ?? new Map(Object.entries(messages)).get(code) ?? messages.failed, { cause })
    this.name = 'PasskeyClientError'
    this.code = code
  }
}

import { PasskeyClientError } from '@latchkey/browser'
import { findElement } from './find-element.js'

/** Shows a status message. Screen readers announce it. */
export function showNotice(text: string, tone: 'done' | 'problem' = 'done'): void {
  const notice = findElement('#notice', HTMLElement)
  notice.dataset.tone = tone
  notice.textContent = text
}

/** Shows the message of an error. */
export function showProblem(error: unknown): void {
  if (!(error instanceof PasskeyClientError)) throw error
  showNotice(error.message, 'problem')
}

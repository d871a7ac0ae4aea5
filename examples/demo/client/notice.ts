import { PasskeyClientError } from '@latchkey/browser'
import { findElement } from './find-element.js'

/** Says on the page what has happened; screen readers read it out. */
export function say(text: string, tone: 'done' | 'problem' = 'done'): void {
  const notice = findElement('#notice', HTMLElement)
  notice.dataset.tone = tone
  notice.textContent = text
}

/** Says what went wrong, in words for a person. */
export function sayProblem(error: unknown): void {
  if (!(error instanceof PasskeyClientError)) throw error
  say(error.message, 'problem')
}

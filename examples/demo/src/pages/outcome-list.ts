import type { ReportedOutcome } from '@latchkey/core'
import { html } from 'hono/html'
import type { Html } from './layout.js'

/** What the page shows for each way in which a request can end. */
const outcomeTexts = {
  succeeded: 'Succeeded',
  cancelled: 'Canceled by the user, or no passkey here',
  timed_out: 'Took too long',
  already_registered: 'The device already had a passkey',
  not_supported: 'The browser or device could not do it',
  insecure_context: 'The connection was not secure',
  wrong_domain: 'The page was on another domain',
  blocked_by_frame: 'The page was in a frame without permission',
  user_gesture_required: 'The browser required a press of the button',
  page_not_focused: 'The page had no focus',
  busy: 'Another request was open',
  aborted: 'Stopped by the page',
  network: 'The server could not be reached',
  failed: 'Failed in the browser',
  refused: 'Refused by the server',
  abandoned: 'The user left the page',
} as const satisfies Readonly<Record<ReportedOutcome['code'], string>>

const modeTexts = {
  modal: 'in a dialog',
  conditional: 'without asking',
  immediate: 'in immediate mode',
} as const satisfies Readonly<Record<ReportedOutcome['mode'], string>>

/** How requests ended, as pages reported it: a hint, because anyone can report. */
export function outcomeList(outcomes: readonly ReportedOutcome[]): Html {
  const most = Math.max(...outcomes.map(({ count }) => count))
  return html`<section class="panel" id="outcomes" aria-labelledby="outcomes-title">
    <h2 id="outcomes-title">How requests ended</h2>
    <p class="lead">
      ${outcomes.length === 0 ? 'No reports.' : 'Reported by pages, updated once a minute. Anyone can send reports, so treat these figures as a hint:'}
    </p>
    <ul class="refusals">${outcomes.map((outcome) => outcomeRow(outcome, most))}</ul>
  </section>`
}

function outcomeRow({ purpose, code, mode, withinSeconds, count }: ReportedOutcome, most: number): Html {
  return html`<li>
    <span>${outcomeTexts[code]} <code>${purpose}, ${modeTexts[mode]}, within ${withinSeconds} s</code></span>
    <b>${count}</b>
    <svg class="length" aria-hidden="true"><rect width="${(count / most) * 100}%" height="100%" rx="3" /></svg>
  </li>`
}

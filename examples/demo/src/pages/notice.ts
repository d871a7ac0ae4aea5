import { html } from 'hono/html'
import type { Html } from './layout.js'

/** The status message of a page. The client also writes to it, and screen readers announce it. */
export function notice(problem?: string): Html {
  return html`<p class="notice" id="notice" role="status" data-tone="problem">${problem ?? ''}</p>`
}

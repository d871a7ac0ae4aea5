import { html } from 'hono/html'
import type { Html } from './layout.js'

/** Where a page says what has happened; the client writes into it, too, and screen readers read it out. */
export function notice(problem?: string): Html {
  return html`<p class="notice" id="notice" role="status" data-tone="problem">${problem ?? ''}</p>`
}

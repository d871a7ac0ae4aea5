import { html } from 'hono/html'
import type { Html } from './layout.js'

/** An instant as text, with the exact value in `datetime`. */
export function time(at: number, describe: (at: number) => string): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${describe(at)}</time>`
}

import { html } from 'hono/html'
import { type Html, layout } from './layout.js'

export interface Message {
  readonly title: string
  readonly text: string
  /** Where the user can go from here, the likeliest first. Default: back. */
  readonly ways?: readonly Way[]
}

export interface Way {
  readonly label: string
  readonly href: string
}

const back: Way = { label: 'Back to your notebook', href: '/' }

/** A page that says one thing and leads on. */
export function messagePage({ title, text, ways = [back] }: Message): Html {
  const [first, ...others] = ways
  const content = html`<div class="card">
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    <div class="stack">
      ${first ? html`<a class="button ${others.length > 0 ? 'primary' : ''}" href="${first.href}">${first.label}</a>` : ''}
      ${others.map(({ label, href }) => html`<a class="button" href="${href}">${label}</a>`)}
    </div>
  </div>`
  return layout({ name: 'message', title, content })
}

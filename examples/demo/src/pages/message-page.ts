import { html } from 'hono/html'
import { type Html, layout } from './layout.js'

export interface Message {
  readonly title: string
  readonly text: string
  /** Links to other pages, the most likely first. Default: back. */
  readonly links?: readonly Link[]
}

export interface Link {
  readonly label: string
  readonly href: string
}

const back: Link = { label: 'Back to your notebook', href: '/' }

/** A page with one message and links to other pages. */
export function messagePage({ title, text, links = [back] }: Message): Html {
  const [first, ...others] = links
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

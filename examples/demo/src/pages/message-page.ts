import { html } from 'hono/html'
import { type Html, layout } from './layout.js'

export interface Message {
  readonly title: string
  readonly text: string
}

/** A page that says one thing and leads back. */
export function messagePage({ title, text }: Message): Html {
  const content = html`<div class="card">
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    <a class="button" href="/">Back to your notebook</a>
  </div>`
  return layout({ name: 'message', title, content })
}

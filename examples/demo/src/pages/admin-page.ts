import { html } from 'hono/html'
import type { AppSession } from '../sessions.js'
import { corner } from './corner.js'
import { type Html, layout } from './layout.js'

export interface AdminPage {
  readonly part: AdminPart
  readonly title: string
  readonly session: AppSession
  readonly content: Html
}

export type AdminPart = keyof typeof parts

const parts = {
  users: { name: 'Users', path: '/admin/users' },
  adoption: { name: 'Adoption', path: '/admin/adoption' },
  events: { name: 'Events', path: '/admin/events' },
  deliveries: { name: 'Deliveries', path: '/admin/deliveries' },
  policy: { name: 'Policy', path: '/admin/policy' },
} as const

/** A page for admins, with links to the others. */
export function adminPage({ part, title, session, content }: AdminPage): Html {
  return layout({ name: 'admin', title, corner: corner({ session, isAdmin: true }), below: links(part), content })
}

function links(current: AdminPart): Html {
  return html`<nav class="parts" aria-label="Admin">
    ${Object.entries(parts).map(
      ([part, { name, path }]) =>
        html`<a href="${path}" ${part === current ? html`aria-current="true"` : ''}>${name}</a>`,
    )}
  </nav>`
}

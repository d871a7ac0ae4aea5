import { html } from 'hono/html'
import type { AppSession } from '../sessions.js'
import { icon } from './icons.js'
import type { Html } from './layout.js'

export interface Corner {
  readonly session: AppSession
  readonly isAdmin: boolean
}

/** The organization, the user, and links to other pages. */
export function corner({ session, isAdmin }: Corner): Html {
  return html`<div class="corner">
    ${isAdmin ? html`<a class="nav-link" href="/admin">Admin</a>` : ''} ${switcher(session)}
    <span class="who">${session.user.name}</span>
    <form method="post" action="/sign-out"><button class="button small" type="submit">Sign out</button></form>
  </div>`
}

/** A `details` element opens by keyboard and without a script. */
function switcher({ organizations, organizationId }: AppSession): Html | '' {
  if (organizations.length === 0) return ''
  const current = organizations.find(({ id }) => id === organizationId)
  return html`<details class="switcher">
    <summary class="button small" aria-label="Organization: ${current?.name ?? 'none'}">
      <span>${current?.name ?? 'Choose an organization'}</span>${icon('chevron')}
    </summary>
    <form method="post" action="/organizations/switch" class="menu">
      ${organizations.map(
        ({ id, name }) =>
          html`<button type="submit" name="organization" value="${id}" ${id === organizationId ? html`aria-current="true"` : ''}>
            <span>${name}</span>${id === organizationId ? icon('check') : ''}
          </button>`,
      )}
    </form>
  </details>`
}

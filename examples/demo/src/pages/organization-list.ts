import { html } from 'hono/html'
import type { Organization } from '../organizations.js'
import type { AppSession } from '../sessions.js'
import type { Html } from './layout.js'

/** All organizations, with buttons to join or leave. */
export function organizationList({ organizations, organizationId }: AppSession, all: readonly Organization[]): Html {
  const isMember = ({ id }: Organization) => organizations.some((own) => own.id === id)
  return html`<section class="panel" aria-labelledby="organizations-title">
    <h2 id="organizations-title">Organizations</h2>
    <p class="lead">Share notebooks with others. Each organization can have its own passkey policy.</p>
    <ul class="organizations">
      ${all.map((organization) => row(organization, { isMember: isMember(organization), organizationId }))}
    </ul>
  </section>`
}

interface Place {
  readonly isMember: boolean
  readonly organizationId: string | undefined
}

function row({ id, name }: Organization, { isMember, organizationId }: Place): Html {
  const state = id === organizationId ? 'You are here' : 'Member'
  return html`<li class="organization">
    <div class="facts">
      <h3>${name}</h3>
      <p class="meta">${isMember ? state : 'Not a member'}</p>
    </div>
    <form method="post" action="/organizations/${isMember ? 'leave' : 'join'}">
      <button class="button small" type="submit" name="organization" value="${id}"
        aria-label="${isMember ? 'Leave' : 'Join'} ${name}">${isMember ? 'Leave' : 'Join'}</button>
    </form>
  </li>`
}

import { html } from 'hono/html'
import { addressOf } from '../address-of.js'
import { type EventName, filterTexts } from '../events/event-texts.js'
import type { Organization } from '../organizations.js'
import type { User } from '../users.js'
import type { Html } from './layout.js'
import { notice } from './notice.js'

export interface ShownEvents {
  /** Undefined for all users. */
  readonly organization: Organization | undefined
  /** Undefined for all events. */
  readonly name: EventName | undefined
  /** Undefined for all users. */
  readonly user: User | undefined
}

/** The address of the page with these events, or with the older ones from `before` on. */
export function eventsAddress({ organization, name, user }: ShownEvents, before?: string): string {
  return addressOf('/admin/events', { organization: organization?.id, name, user: user?.id, before })
}

export interface EventFilter extends ShownEvents {
  /** The address that no account has. */
  readonly unknown?: string | undefined
}

/** Filters events by name and user. The e-mail address is in the body, so that access logs do not contain it. */
export function eventFilter({ organization, name, user, unknown }: EventFilter): Html {
  const options = filterTexts.map(
    ([value, text]) => html`<option value="${value}" ${value === name ? 'selected' : ''}>${text}</option>`,
  )
  const all = eventsAddress({ organization, name: undefined, user: undefined })
  return html`${notice(unknown === undefined ? '' : 'No account has this e-mail address.')}
    <form method="post" action="/admin/events" class="panel finder">
      ${organization ? html`<input type="hidden" name="organization" value="${organization.id}" />` : ''}
      <div class="field">
        <label for="name">Event</label>
        <select id="name" name="name"><option value="">All events</option>${options}</select>
      </div>
      <div class="field">
        <label for="email">User’s e-mail</label>
        <input id="email" name="email" type="email" value="${unknown ?? user?.name ?? ''}" autocomplete="off"
          maxlength="254" placeholder="All users" aria-describedby="notice"
          ${unknown === undefined ? '' : html`aria-invalid="true"`} />
      </div>
      <button class="button primary" type="submit">Filter</button>
      ${name || user ? html`<a class="button" href="${all}">Clear</a>` : ''}
    </form>`
}

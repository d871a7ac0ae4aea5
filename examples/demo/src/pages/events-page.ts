import { html } from 'hono/html'
import { describeData, describeEvent } from '../events/event-texts.js'
import type { LastEvents, ListedEvent } from '../events/last-events.js'
import { organizations } from '../organizations.js'
import type { AppSession } from '../sessions.js'
import { describeFullDay, describeTime } from '../times.js'
import { adminPage } from './admin-page.js'
import { type EventFilter, eventFilter, eventsAddress } from './event-filter.js'
import type { Html } from './layout.js'
import { scopeTabs } from './scope-tabs.js'
import { time } from './time.js'

export interface EventsPage extends LastEvents {
  readonly session: AppSession
  readonly filter: EventFilter
  /** Whether these are the newest events. */
  readonly isFirst: boolean
  /** The names of users and admins, by id. */
  readonly names: ReadonlyMap<string, string>
}

/** Recent events by day, newest first. */
export function eventsPage(page: EventsPage): Html {
  const { session, filter, events, names } = page
  const { organization, name, user } = filter
  const content = html`<h1>Events</h1>
    <p class="lead">
      What happened to passkeys, and who did it. A receiver gets each of them: see <a href="/admin/deliveries">deliveries</a>. Times are in
      UTC.
    </p>
    ${scopeTabs({ label: 'Event scope', path: '/admin/events', query: { name, user: user?.id }, current: organization })}
    ${eventFilter(filter)}
    ${events.length === 0 ? noEvents : byDay(events).map(([day, ofDay]) => section(day, ofDay, names))} ${pager(page)}`
  const title = organization ? `Events at ${organization.name}` : 'Events'
  return adminPage({ part: 'events', title, session, content })
}

const noEvents = html`<section class="panel"><p>No events.</p></section>`

/** The events of each day, in their order. */
function byDay(events: readonly ListedEvent[]): readonly (readonly [day: string, events: readonly ListedEvent[]])[] {
  const days = new Map<string, readonly ListedEvent[]>()
  for (const event of events) {
    const day = new Date(event.at).toISOString().slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), event])
  }
  return [...days]
}

function section(day: string, events: readonly ListedEvent[], names: EventsPage['names']): Html {
  return html`<section class="panel" aria-labelledby="day-${day}">
    <h2 id="day-${day}">${describeFullDay(day)}</h2>
    <ol class="events">${events.map((event) => row(event, names))}</ol>
  </section>`
}

function row(event: ListedEvent, names: EventsPage['names']): Html {
  const { id, at, name, userId, organizationId } = event
  const place = organizationId === undefined ? undefined : (organizations.find(organizationId)?.name ?? organizationId)
  const user = userId === undefined ? undefined : (names.get(userId) ?? 'Unknown user')
  const facts = [user, ...describeData(event), by(event, names), place].filter((fact) => fact)
  return html`<li data-id="${id}" data-name="${name}">
    <span class="at">${time(at, describeTime)}</span>
    <div>
      <p><b>${describeEvent(event)}</b></p>
      ${facts.length === 0 ? '' : html`<p class="meta">${facts.map((fact) => html`<span>${fact}</span>`)}</p>`}
    </div>
  </li>`
}

/** The admin who did it, if it was not the user. */
function by({ actor }: ListedEvent, names: EventsPage['names']): string | undefined {
  if (actor.type !== 'admin') return undefined
  return `by ${(actor.id === undefined ? undefined : names.get(actor.id)) ?? 'an unknown admin'}`
}

function pager({ filter, isFirst, hasOlder, events }: EventsPage): Html | '' {
  if (isFirst && !hasOlder) return ''
  const link = (label: string, before: string | undefined) =>
    html`<a class="button" href="${eventsAddress(filter, before)}">${label}</a>`
  return html`<nav class="pager" aria-label="Pages">
    ${isFirst ? '' : link('Newest', undefined)} ${hasOlder ? link('Older', events.at(-1)?.id) : ''}
  </nav>`
}

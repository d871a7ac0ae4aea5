import { html } from 'hono/html'
import { addressOf } from '../address-of.js'
import { describeData, eventTexts } from '../events/event-texts.js'
import type { LastEvents, ToldEvent } from '../events/last-events.js'
import { type Organization, organizations } from '../organizations.js'
import type { AppSession } from '../sessions.js'
import { describeFullDay, describeTime } from '../times.js'
import { adminPage } from './admin-page.js'
import type { Html } from './layout.js'
import { scopeTabs } from './scope-tabs.js'
import { time } from './time.js'

export interface EventsPage extends LastEvents {
  readonly session: AppSession
  /** Undefined for everybody. */
  readonly organization: Organization | undefined
  /** Whether these are the newest. */
  readonly isFirst: boolean
  /** What users are called, by id. */
  readonly names: ReadonlyMap<string, string>
}

/** What has happened, by day, newest first. */
export function eventsPage(page: EventsPage): Html {
  const { session, organization, events, names } = page
  const content = html`<h1>Events</h1>
    <p class="lead">What has happened to passkeys, and who did it. Times are in UTC.</p>
    ${scopeTabs({ label: 'Whose events', path: '/admin/events', current: organization })}
    ${events.length === 0 ? nothing : byDay(events).map(([day, ofDay]) => section(day, ofDay, names))} ${pager(page)}`
  const title = organization ? `Events at ${organization.name}` : 'Events'
  return adminPage({ part: 'events', title, session, content })
}

const nothing = html`<section class="panel"><p>Nothing has happened here.</p></section>`

/** The events of each day, in their order. */
function byDay(events: readonly ToldEvent[]): readonly (readonly [day: string, events: readonly ToldEvent[]])[] {
  const days = new Map<string, readonly ToldEvent[]>()
  for (const event of events) {
    const day = new Date(event.at).toISOString().slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), event])
  }
  return [...days]
}

function section(day: string, events: readonly ToldEvent[], names: EventsPage['names']): Html {
  return html`<section class="panel" aria-labelledby="day-${day}">
    <h2 id="day-${day}">${describeFullDay(day)}</h2>
    <ol class="events">${events.map((event) => row(event, names))}</ol>
  </section>`
}

function row(event: ToldEvent, names: EventsPage['names']): Html {
  const { id, at, name, userId, organizationId } = event
  const place = organizationId === undefined ? undefined : (organizations.find(organizationId)?.name ?? organizationId)
  const facts = [...describeData(event), by(event, names), place].filter((fact) => fact)
  return html`<li data-id="${id}" data-name="${name}">
    <span class="at">${time(at, describeTime)}</span>
    <div>
      <p>${userId === undefined ? '' : html`<b>${names.get(userId) ?? 'Somebody'}</b> `}${eventTexts[name]}</p>
      ${facts.length === 0 ? '' : html`<p class="meta">${facts.map((fact) => html`<span>${fact}</span>`)}</p>`}
    </div>
  </li>`
}

/** Who did it, where that is not the user. */
function by({ actor }: ToldEvent, names: EventsPage['names']): string | undefined {
  if (actor.type !== 'admin') return undefined
  return `by ${(actor.id === undefined ? undefined : names.get(actor.id)) ?? 'an admin'}`
}

function pager({ organization, isFirst, hasOlder, events }: EventsPage): Html | '' {
  if (isFirst && !hasOlder) return ''
  const link = (label: string, before: string | undefined) => {
    const href = addressOf('/admin/events', { organization: organization?.id, before })
    return html`<a class="button" href="${href}">${label}</a>`
  }
  return html`<nav class="pager" aria-label="Pages">
    ${isFirst ? '' : link('Newest', undefined)} ${hasOlder ? link('Older', events.at(-1)?.id) : ''}
  </nav>`
}

import type { Delivery, EndpointStatus } from '@latchkey/core'
import { html } from 'hono/html'
import type { Receipt } from '../deliveries/receiver.js'
import { describeEvent } from '../events/event-texts.js'
import type { AppSession } from '../sessions.js'
import { describeAge, describeTime } from '../times.js'
import { adminPage } from './admin-page.js'
import type { Html } from './layout.js'
import { time } from './time.js'

export interface DeliveriesPage {
  readonly session: AppSession
  /** Undefined before the first delivery. */
  readonly status: EndpointStatus | undefined
  readonly isRunning: boolean
  /** In the order of their events. */
  readonly waiting: readonly Delivery[]
  readonly dead: readonly Delivery[]
  /** The newest first. */
  readonly received: readonly Receipt[]
  /** The names of users, by id. */
  readonly names: ReadonlyMap<string, string>
  readonly now: number
}

/** Where events go, and how that does. */
export function deliveriesPage(page: DeliveriesPage): Html {
  const { session, waiting, dead, received, names } = page
  const content = html`<h1>Deliveries</h1>
    <p class="lead">
      Every <a href="/admin/events">event</a> is sent to a receiver as a signed webhook, in order for each user. Times are in UTC.
    </p>
    ${receiverSection(page)}
    ${section({ id: 'waiting', title: 'Waiting', empty: 'No events are waiting.', rows: waiting.map((it) => waitingRow(it, names)) })}
    ${section({
      id: 'dead',
      title: 'Given up',
      empty: 'No dead letters.',
      rows: dead.map((it) => deadRow(it, names)),
      action: dead.length === 0 ? undefined : post('replay', 'Deliver all again'),
    })}
    ${section({ id: 'received', title: 'Received', empty: 'No webhooks received yet.', rows: received.map((it) => receivedRow(it, names)) })}`
  return adminPage({ part: 'deliveries', title: 'Deliveries', session, content })
}

function receiverSection({ status, isRunning, now }: DeliveriesPage): Html {
  const { name, text } = health(status, now)
  return html`<section class="panel" aria-labelledby="receiver-title">
    <div class="panel-head">
      <div>
        <h2 id="receiver-title">Receiver <span class="tag" id="health" data-health="${name}">${text}</span></h2>
        <p class="lead">
          ${isRunning ? 'It verifies the signature of each webhook.' : 'It is stopped: it answers each webhook with 500.'}
        </p>
      </div>
      <div class="actions">
        ${post('deliver', 'Deliver now')}
        ${post('receiver', isRunning ? 'Stop the receiver' : 'Start the receiver', { run: isRunning ? 'no' : 'yes' })}
      </div>
    </div>
  </section>`
}

function health(status: EndpointStatus | undefined, now: number): { readonly name: string; readonly text: string } {
  if (status?.disabledAt !== undefined) return { name: 'disabled', text: 'Disabled' }
  if (status?.failingSince === undefined) return { name: 'working', text: 'Working' }
  return { name: 'failing', text: `Failing, first ${describeAge(status.failingSince, now)}` }
}

interface Section {
  readonly id: string
  readonly title: string
  readonly empty: string
  readonly rows: readonly Html[]
  readonly action?: Html | undefined
}

function section({ id, title, empty, rows, action }: Section): Html {
  return html`<section class="panel" aria-labelledby="${id}-title">
    <div class="panel-head">
      <h2 id="${id}-title">${title}</h2>
      ${action === undefined ? '' : html`<div class="actions">${action}</div>`}
    </div>
    ${rows.length === 0 ? html`<p>${empty}</p>` : html`<ol class="events" id="${id}">${rows}</ol>`}
  </section>`
}

function waitingRow(delivery: Delivery, names: DeliveriesPage['names']): Html {
  const { event, attempts, nextAttemptAt, reason } = delivery
  const next = nextAttemptAt === undefined ? [] : [html`next attempt ${time(nextAttemptAt, describeTime)}`]
  return row(event, [userOf(event, names), ...tries(attempts, reason), ...next])
}

function deadRow({ event, attempts, reason }: Delivery, names: DeliveriesPage['names']): Html {
  const again = post('replay', 'Deliver again', { event: event.id })
  return row(event, [userOf(event, names), ...tries(attempts, reason)], again)
}

function receivedRow({ id, receivedAt, type, userId }: Receipt, names: DeliveriesPage['names']): Html {
  return row({ id, name: type, at: receivedAt, data: {} }, [userOf({ userId }, names), 'signature verified'])
}

function tries(attempts: number, reason: string | undefined): readonly string[] {
  if (attempts === 0) return []
  return [attempts === 1 ? '1 attempt' : `${attempts} attempts`, ...(reason === undefined ? [] : [reason])]
}

function userOf({ userId }: { readonly userId?: string | undefined }, names: DeliveriesPage['names']): string {
  return userId === undefined ? '' : (names.get(userId) ?? 'Unknown user')
}

function row(
  event: Parameters<typeof describeEvent>[0] & { readonly id: string; readonly at: number },
  facts: readonly (string | Html)[],
  action?: Html,
): Html {
  return html`<li data-id="${event.id}" data-name="${event.name}">
    <span class="at">${time(event.at, describeTime)}</span>
    <div>
      <p><b>${describeEvent(event)}</b></p>
      <p class="meta">${facts.filter((fact) => fact !== '').map((fact) => html`<span>${fact}</span>`)}</p>
      ${action ?? ''}
    </div>
  </li>`
}

/** A form with one button. */
function post(action: string, label: string, fields: Readonly<Record<string, string>> = {}): Html {
  return html`<form method="post" action="/admin/deliveries/${action}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="button small" type="submit">${label}</button>
  </form>`
}

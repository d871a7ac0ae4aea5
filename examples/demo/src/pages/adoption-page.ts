import { errorTable, isPasskeyErrorCode } from '@latchkey/wire'
import { html } from 'hono/html'
import { addressOf } from '../address-of.js'
import type { AdoptionReport, DaySums, Sums } from '../adoption/report-adoption.js'
import type { Organization } from '../organizations.js'
import type { AppSession } from '../sessions.js'
import { adminPage } from './admin-page.js'
import { adoptionTable } from './adoption-table.js'
import { barChart } from './bar-chart.js'
import type { Html } from './layout.js'
import { outcomeList } from './outcome-list.js'
import { scopeTabs } from './scope-tabs.js'

export const spans = [7, 30, 90] as const

/** The number of days in a report. */
export type Span = (typeof spans)[number]

export interface AdoptionPage {
  readonly session: AppSession
  /** Undefined for all users. */
  readonly organization: Organization | undefined
  readonly span: Span
  readonly report: AdoptionReport
}

/** Passkey adoption: each number in text, as a chart, and in a table. */
export function adoptionPage(page: AdoptionPage): Html {
  const { session, organization, span, report } = page
  const tabs = { label: 'Whose adoption', path: '/admin/adoption', query: { days: span }, current: organization }
  const content = html`<div class="title-row">
      <div>
        <h1>Adoption</h1>
        <p class="lead">How many users create passkeys and sign in with them. Each user counts once per day, in UTC.</p>
      </div>
      ${spanChooser(page)}
    </div>
    ${scopeTabs(tabs)} ${signIns(report)}
    <div class="tiles">${tiles.map((tile) => tilePanel(tile, report))}</div>
    ${refusals(report)} ${outcomeList(report.outcomes)} ${adoptionTable(report.days)}`
  const title = organization ? `Adoption at ${organization.name}` : 'Adoption'
  return adminPage({ part: 'adoption', title, session, content })
}

function spanChooser({ organization, span }: AdoptionPage): Html {
  const link = (days: Span) => {
    const href = addressOf('/admin/adoption', { organization: organization?.id, days })
    return html`<a href="${href}" ${days === span ? html`aria-current="true"` : ''}>${days} days</a>`
  }
  return html`<nav class="spans" aria-label="How far back">${spans.map(link)}</nav>`
}

function signIns({ days, total, share }: AdoptionReport): Html {
  const all = total.passkeySignIns + total.otherSignIns
  const text = `Sign-ins per day: ${total.passkeySignIns} with a passkey and ${total.otherSignIns} with other methods.`
  const bars = days.map(({ day, passkeySignIns, otherSignIns }) => ({
    day,
    parts: [
      { value: passkeySignIns, name: 'with a passkey' },
      { value: otherSignIns, name: 'with other methods' },
    ],
  }))
  return html`<figure class="panel" id="sign-ins">
    <figcaption>
      <h2>Sign-ins with a passkey</h2>
      <p class="figure">${share === undefined ? '–' : `${Math.round(share * 100)}%`}</p>
      <p class="meta">${share === undefined ? 'No sign-ins yet' : `${total.passkeySignIns} of ${all} sign-ins`}</p>
    </figcaption>
    ${barChart({ text, bars })}
    <ul class="legend">
      <li class="part-0">With a passkey</li>
      <li class="part-1">Other methods</li>
    </ul>
  </figure>`
}

interface Tile {
  readonly member: keyof Sums
  readonly title: string
  /** Follows a number of users. */
  readonly counted: string
}

const tiles: readonly Tile[] = [
  { member: 'prompted', title: 'Asked', counted: 'asked to create a passkey' },
  { member: 'enrolled', title: 'Added', counted: 'added a passkey' },
  { member: 'declined', title: 'Declined', counted: 'chose “Not now” or “Don’t ask again”' },
]

function tilePanel({ member, title, counted }: Tile, { days, total }: AdoptionReport): Html {
  const bars = days.map((sums: DaySums) => ({ day: sums.day, parts: [{ value: sums[member], name: counted }] }))
  return html`<figure class="panel tile-panel" id="${member}">
    <figcaption>
      <h2>${title}</h2>
      <p class="figure">${total[member]}</p>
      <p class="meta">${total[member] === 1 ? 'user' : 'users'} ${counted}</p>
    </figcaption>
    ${barChart({ text: `Users per day, ${counted}: ${total[member]} in total.`, bars })}
  </figure>`
}

function refusals({ failures }: AdoptionReport): Html {
  const most = Math.max(...failures.map(([, count]) => count))
  return html`<section class="panel" id="refusals" aria-labelledby="refusals-title">
    <h2 id="refusals-title">Failed requests</h2>
    <p class="lead">${failures.length === 0 ? 'No passkey request failed.' : 'Passkey requests that failed, by reason:'}</p>
    <ul class="refusals">${failures.map((failure) => refusal(failure, most))}</ul>
  </section>`
}

function refusal([code, count]: readonly [string, number], most: number): Html {
  return html`<li>
    <span>${isPasskeyErrorCode(code) ? errorTable[code].message : code} <code>${code}</code></span>
    <b>${count}</b>
    <svg class="length" aria-hidden="true"><rect width="${(count / most) * 100}%" height="100%" rx="3" /></svg>
  </li>`
}

import { html } from 'hono/html'
import type { DaySums } from '../adoption/report-adoption.js'
import { describeDay } from '../times.js'
import type { Html } from './layout.js'

/** The same numbers by day, newest first, without the days on which nothing happened. */
export function adoptionTable(days: readonly DaySums[]): Html {
  const active = days.filter(({ day: _, ...sums }) => Object.values(sums).some((sum) => sum > 0)).toReversed()
  return html`<div class="panel">
    <h2 id="table-title">By day</h2>
    ${active.length === 0 ? html`<p class="lead">No activity in this period.</p>` : table(active)}
  </div>`
}

function table(days: readonly DaySums[]): Html {
  return html`<div class="table-frame" role="region" aria-labelledby="table-title" tabindex="0">
    <table id="figures">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Asked</th>
          <th scope="col">Added</th>
          <th scope="col">Declined</th>
          <th scope="col">Sign-ins with a passkey</th>
          <th scope="col">Other sign-ins</th>
        </tr>
      </thead>
      <tbody>
        ${days.map(row)}
      </tbody>
    </table>
  </div>`
}

function row({ day, prompted, enrolled, declined, passkeySignIns, otherSignIns }: DaySums): Html {
  const numbers = [prompted, enrolled, declined, passkeySignIns, otherSignIns]
  return html`<tr>
    <th scope="row"><time datetime="${day}">${describeDay(day)}</time></th>
    ${numbers.map((number) => html`<td>${number}</td>`)}
  </tr>`
}

import { html } from 'hono/html'
import type { AppSession } from '../sessions.js'
import { describeAge } from '../times.js'
import type { Transfer } from '../transfers.js'
import { corner } from './corner.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

export interface TransfersPage {
  readonly session: AppSession
  readonly isAdmin: boolean
  readonly transfers: readonly Transfer[]
  readonly now: number
}

/** Sends money after the user has confirmed it with a passkey, and shows the receipts. */
export function transfersPage({ session, isAdmin, transfers, now }: TransfersPage): Html {
  const content = html`<h1>Transfers</h1>
    <section class="panel" aria-labelledby="new-transfer">
      <h2 id="new-transfer">Send money</h2>
      <p class="lead">Your passkey signs the recipient and the amount. No money moves in this demo.</p>
      ${notice()}
      <form class="stack" id="transfer">
        <div class="field">
          <label for="to">Recipient</label>
          <input id="to" name="to" required maxlength="100" autocomplete="off" />
        </div>
        <div class="field">
          <label for="amount">Amount in euros</label>
          <input id="amount" name="amount" required inputmode="decimal" pattern="[0-9]{1,6}[.][0-9]{2}"
            title="An amount such as 12.50" placeholder="12.50" autocomplete="off" />
        </div>
        <button class="button primary" type="submit" id="send">${icon('passkey')}Confirm this transfer</button>
      </form>
    </section>
    <section class="panel" aria-labelledby="receipts">
      <h2 id="receipts">Receipts</h2>
      <div id="transfers">
        ${transfers.length === 0 ? html`<p class="lead">No transfers yet.</p>` : transfers.map((it) => row(it, now))}
      </div>
    </section>
    <dialog id="review-dialog" aria-labelledby="review-title">
      <form method="dialog" class="stack">
        <h2 id="review-title">Confirm this transfer</h2>
        <p>Send <b data-amount></b> euros to <b data-to></b>?</p>
        <div class="choices">
          <button class="button" type="button" data-cancel>Cancel</button>
          <button class="button primary" value="confirm">Continue</button>
        </div>
      </form>
    </dialog>
    <p class="below-panel"><a href="/account">Back to your account</a></p>`
  return layout({ name: 'transfers', title: 'Transfers', corner: corner({ session, isAdmin }), content })
}

function row({ id, confirmedAt, payload, receipt }: Transfer, now: number): Html {
  return html`<article class="transfer" data-transfer="${id}">
    <h3>${payload.amount} euros to ${payload.to}</h3>
    <p class="meta">Confirmed with a passkey, ${describeAge(confirmedAt, now)}</p>
    <p class="links">
      <a href="/transfers/${id}/receipt.json" download>Download the receipt</a>
      <a href="/transfers/${id}/account.json" download>Download the account’s key</a>
    </p>
    <details>
      <summary>Show the receipt</summary>
      <pre tabindex="0">${JSON.stringify(receipt, null, 2)}</pre>
    </details>
  </article>`
}

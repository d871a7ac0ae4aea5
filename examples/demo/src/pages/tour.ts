import { html } from 'hono/html'
import type { Html } from './layout.js'

const steps: readonly { readonly click: string; readonly see: string }[] = [
  { click: 'Create an account, then “Create a passkey”', see: 'a prompt at the right moment; “Not now” is respected' },
  { click: 'Sign out, then click into “E-mail”', see: 'the browser suggests the passkey' },
  { click: 'On the account page: rename, add, remove', see: 'the last sign-in method cannot be removed' },
  { click: 'Transfers, on the account page', see: 'an action that the passkey signs, with a receipt' },
  { click: 'Join an organization', see: 'stricter rules for its members' },
  { click: 'Sign in as the admin; the terminal shows the password', see: 'policy, preview, users, events, adoption' },
  { click: 'Start with “npm start -- --seed”', see: 'the same with sample users and 90 days of events' },
]

/** What to click to see each thing. Closed at first: the page is a sign-in page like any other. */
export const tour: Html = html`<details class="tour">
    <summary>Take the tour</summary>
    <ol>
      ${steps.map(({ click, see }) => html`<li><strong>${click}</strong>: ${see}.</li>`)}
    </ol>
  </details>`

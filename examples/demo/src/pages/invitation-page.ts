import { html } from 'hono/html'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'
import { signInNext } from './recover-page.js'

/** The page of an invitation's link. The id and the code are in the fragment, which no server sees. */
export function invitationPage(): Html {
  const content = html`<div class="card">
    <div class="emblem">${icon('passkey')}</div>
    <h1>You’re invited</h1>
    <p class="lead">Create a passkey on this device. You’ll sign in to Fieldnotes with it.</p>
    ${notice()}
    <form class="stack">
      <button class="button primary" type="submit" id="redeem">${icon('passkey')}Create a passkey</button>
    </form>
    ${signInNext}
  </div>`
  return layout({ name: 'invitation', title: 'Your invitation', content })
}

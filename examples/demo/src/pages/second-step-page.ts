import { html } from 'hono/html'
import type { AppSession } from '../sessions.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

/** After the password, for users who sign in with two steps. */
export function secondStepPage({ user }: AppSession): Html {
  const content = html`<div class="card">
    <div class="emblem">${icon('lock')}</div>
    <h1>One more step</h1>
    <p class="lead">To finish signing in, use a passkey of ${user.name}.</p>
    ${notice()}
    <div class="stack close">
      <button class="button primary" type="button" id="use-passkey">${icon('passkey')}Use a passkey</button>
      <form method="post" action="/sign-out">
        <button class="button quiet wide" type="submit">Cancel</button>
      </form>
    </div>
  </div>`
  return layout({ name: 'second-step', title: 'One more step', content })
}

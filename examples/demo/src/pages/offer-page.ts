import type { PromptJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

/** The question whether the user wants a passkey, with the answers that the policy allows. */
export function offerPage({ skippable, never }: PromptJSON): Html {
  const content = html`<div class="card">
    <div class="emblem">${icon('passkey')}</div>
    <h1>Sign in without your password</h1>
    <p class="lead">Make a passkey, and your fingerprint, face or screen lock opens your notebook.</p>
    <ul class="reasons">
      <li>${icon('spark')}<span>Nothing to type or remember.</span></li>
      <li>${icon('shield')}<span>Works on this site only, so nobody can trick you into giving it away.</span></li>
      <li>${icon('device')}<span>Your device keeps it. We never see your fingerprint or face.</span></li>
    </ul>
    ${notice()}
    <div class="stack close">
      <button class="button primary" type="button" id="make-passkey">Continue</button>
      ${skippable ? html`<button class="button quiet" type="button" data-answer="not-now">Not now</button>` : ''}
      ${never ? html`<button class="button quiet" type="button" data-answer="never">Don’t ask again</button>` : ''}
    </div>
  </div>`
  return layout({ name: 'offer', title: 'Make a passkey', content })
}

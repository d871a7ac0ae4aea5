import type { PromptJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

interface Question {
  readonly title: string
  readonly lead: string
}

const usual: Question = {
  title: 'Sign in without your password',
  lead: 'Make a passkey, and your fingerprint, face or screen lock opens your notebook.',
}

/** What is asked, where it is not the usual. */
const questions: Readonly<Partial<Record<PromptJSON['reason'], Question>>> = {
  mandatory: {
    title: 'Make your passkey',
    lead: 'Your notebook opens with a passkey only. Make one now, with your fingerprint, face or screen lock.',
  },
  local_passkey: {
    title: 'A passkey for this device, too',
    lead: 'You came in with another device. Make a passkey here, and this one will do next time.',
  },
  upgrade: {
    title: 'Leave out your e-mail, too',
    lead: 'Your passkey needs your address first. Make a newer one, and it signs you in by itself.',
  },
}

/** The question whether the user wants a passkey, with the answers that the policy allows. */
export function offerPage({ reason, skippable, never }: PromptJSON): Html {
  const { title, lead } = questions[reason] ?? usual
  const content = html`<div class="card">
    <div class="emblem">${icon('passkey')}</div>
    <h1>${title}</h1>
    <p class="lead">${lead}</p>
    <ul class="reasons">
      <li>${icon('spark')}<span>Nothing to type or remember.</span></li>
      <li>${icon('shield')}<span>Works on this site only, so nobody can trick you into giving it away.</span></li>
      <li>${icon('device')}<span>Your device keeps it. We never see your fingerprint or face.</span></li>
    </ul>
    ${notice()}
    <div class="stack close">
      <button class="button primary" type="button" id="make-passkey"
        ${reason === 'local_passkey' ? html`data-attachment="platform"` : ''}>Continue</button>
      ${skippable ? html`<button class="button quiet" type="button" data-answer="not-now">Not now</button>` : signOut}
      ${never ? html`<button class="button quiet" type="button" data-answer="never">Don’t ask again</button>` : ''}
    </div>
  </div>`
  return layout({ name: 'offer', title, content })
}

/** Who must have a passkey, on a device that cannot make one. */
export function otherDevicePage(): Html {
  const title = 'Use another device'
  const content = html`<div class="card">
    <div class="emblem">${icon('device')}</div>
    <h1>${title}</h1>
    <p class="lead">
      Your notebook opens with a passkey only, and this browser cannot make one. Sign in where your fingerprint, face or
      screen lock works, and make your passkey there.
    </p>
    <div class="stack close">${signOut}</div>
  </div>`
  return layout({ name: 'message', title, content })
}

const signOut = html`<form method="post" action="/sign-out">
  <button class="button quiet wide" type="submit">Sign out</button>
</form>`

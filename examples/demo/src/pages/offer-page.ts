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
  title: 'Sign in without a password',
  lead: 'Create a passkey, then open your notebook with your fingerprint, face or screen lock.',
}

/** The texts for reasons other than the usual one. */
const questions: Readonly<Partial<Record<PromptJSON['reason'], Question>>> = {
  mandatory: {
    title: 'Create your passkey',
    lead: 'You need a passkey to open your notebook. Create one now with your fingerprint, face or screen lock.',
  },
  grace: {
    title: 'Create your passkey',
    lead: 'Soon you will need a passkey to open your notebook. Create one with your fingerprint, face or screen lock.',
  },
  local_passkey: {
    title: 'Create a passkey on this device',
    lead: 'You signed in with a passkey from another device. Create one here to sign in with this device next time.',
  },
  upgrade: {
    title: 'Sign in without your e-mail address',
    lead: 'Your passkey only works after you enter your e-mail address. Create a new one that works on its own.',
  },
}

/** Asks the user to create a passkey, with the answers that the policy allows. */
export function offerPage({ reason, skippable, never, requiredAt }: PromptJSON): Html {
  const { title, lead } = questions[reason] ?? usual
  const content = html`<div class="card">
    <div class="emblem">${icon('passkey')}</div>
    <h1>${title}</h1>
    <p class="lead">${lead}</p>
    ${requiredAt === undefined ? '' : deadline(requiredAt)}
    <ul class="reasons">
      <li>${icon('spark')}<span>Nothing to type or remember.</span></li>
      <li>${icon('shield')}<span>Works only on this site, which protects you from phishing.</span></li>
      <li>${icon('device')}<span>Your fingerprint or face never leaves your device.</span></li>
    </ul>
    ${notice()}
    <div class="stack close">
      <button class="button primary" type="button" id="create-passkey"
        ${reason === 'local_passkey' ? html`data-attachment="platform"` : ''}>Create a passkey</button>
      ${skippable ? html`<button class="button quiet" type="button" data-answer="not-now">Not now</button>` : signOut}
      ${never ? html`<button class="button quiet" type="button" data-answer="never">Don’t ask again</button>` : ''}
    </div>
  </div>`
  return layout({ name: 'offer', title, content })
}

function deadline(requiredAt: number): Html {
  const date = new Date(requiredAt)
  const text = date.toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
  return html`<p class="lead">You can put it off until <time datetime="${date.toISOString()}">${text}</time>.</p>`
}

/** For users who must have a passkey, on a device that can't create one. */
export function otherDevicePage(): Html {
  const title = 'Use another device'
  const content = html`<div class="card">
    <div class="emblem">${icon('device')}</div>
    <h1>${title}</h1>
    <p class="lead">
      You need a passkey to open your notebook, and this browser can’t create one. Sign in on a device with a
      fingerprint sensor, face recognition or a screen lock, and create your passkey there.
    </p>
    <div class="stack close">${signOut}</div>
  </div>`
  return layout({ name: 'message', title, content })
}

const signOut = html`<form method="post" action="/sign-out">
  <button class="button quiet wide" type="submit">Sign out</button>
</form>`

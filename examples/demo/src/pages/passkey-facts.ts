import type { PasskeyJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { describeAge, describeDate } from '../times.js'
import type { Html } from './layout.js'
import { time } from './time.js'

export interface PasskeyFacts {
  readonly passkey: PasskeyJSON
  readonly now: number
}

/** For an admin: the provider of the passkey, when it was added, and how often it was used: two lines. */
export function passkeyFacts({ passkey, now }: PasskeyFacts): Html {
  return html`<p class="meta"><span>${origin(passkey)}</span><span>Added ${time(passkey.createdAt, describeDate)}</span></p>
    <p class="meta">${usage(passkey, now)}</p>`
}

function origin({ name, provider, synced }: PasskeyJSON): string {
  const reach = synced ? 'Synced across their devices' : 'On one device only'
  return provider === undefined || provider === name ? reach : `${provider}, ${reach.toLowerCase()}`
}

function usage({ lastUsedAt, signInCount }: PasskeyJSON, now: number): Html {
  if (lastUsedAt === undefined || signInCount === 0) return html`<span>Never used</span>`
  const times = signInCount === 1 ? 'once' : `${signInCount.toLocaleString('en')} times`
  return html`<span>Last used ${time(lastUsedAt, (at) => describeAge(at, now))}</span><span>Used ${times}</span>`
}

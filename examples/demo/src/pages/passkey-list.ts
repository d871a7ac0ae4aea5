import type { ListedPasskeyJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { describeAge, describeDate } from '../times.js'
import { icon } from './icons.js'
import type { Html } from './layout.js'

/** The user's passkeys. The client fetches this part anew when they have changed. */
export function passkeyList(passkeys: readonly ListedPasskeyJSON[], now: number): Html {
  return html`<div id="passkeys">${passkeys.length === 0 ? nothingYet : rows(passkeys, now)}</div>`
}

const nothingYet = html`<div class="empty">
  <div class="emblem">${icon('passkey')}</div>
  <h3>No passkeys yet</h3>
  <p>Add one to sign in with your fingerprint, face or screen lock. Your password keeps working.</p>
</div>`

function rows(passkeys: readonly ListedPasskeyJSON[], now: number): Html {
  return html`<ul class="passkeys">${passkeys.map((passkey) => row(passkey, now))}</ul>`
}

function row(passkey: ListedPasskeyJSON, now: number): Html {
  const { id, name, synced, removable } = passkey
  const refusal = `why-${id}`
  return html`<li class="passkey" data-id="${id}" data-name="${name}">
    <div class="tile">${icon(synced ? 'synced' : 'key')}</div>
    <div class="facts">
      <h3>${name}</h3>
      <p class="meta"><span>${origin(passkey)}</span><span>Created ${time(passkey.createdAt, describeDate)}</span></p>
      <p class="meta">${usage(passkey, now)}</p>
      ${removable ? '' : html`<p class="meta" id="${refusal}">${whyNot(passkey)}</p>`}
    </div>
    <div class="actions">
      <button class="button small" type="button" data-action="rename" aria-label="Rename ${name}">Rename</button>
      <button class="button small danger" type="button" data-action="remove" aria-label="Remove ${name}"
        ${removable ? '' : html`disabled aria-describedby="${refusal}"`}>Remove</button>
    </div>
  </li>`
}

function origin({ name, provider, synced }: ListedPasskeyJSON): string {
  const reach = synced ? 'Synced across your devices' : 'Bound to one device'
  return provider === undefined || provider === name ? reach : `${provider}, ${reach.toLowerCase()}`
}

function usage({ lastUsedAt, signInCount }: ListedPasskeyJSON, now: number): Html {
  if (lastUsedAt === undefined || signInCount === 0) return html`<span>Never used</span>`
  const times = signInCount === 1 ? 'once' : `${signInCount.toLocaleString('en')} times`
  return html`<span>Last used ${time(lastUsedAt, (at) => describeAge(at, now))}</span><span>Used ${times}</span>`
}

function whyNot({ whyNotRemovable }: ListedPasskeyJSON): string {
  return whyNotRemovable === 'suspended'
    ? 'It has been suspended, so only support can remove it.'
    : 'It is your only way to sign in, so it cannot be removed.'
}

function time(at: number, describe: (at: number) => string): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${describe(at)}</time>`
}

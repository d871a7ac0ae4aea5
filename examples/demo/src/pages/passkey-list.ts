import type { ListedPasskeyJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { icon } from './icons.js'
import type { Html } from './layout.js'
import { passkeyFacts } from './passkey-facts.js'
import { passkeyTile } from './passkey-tile.js'

/** The user's passkeys. The client fetches this part again after a change. */
export function passkeyList(passkeys: readonly ListedPasskeyJSON[], now: number): Html {
  return html`<div id="passkeys">${passkeys.length === 0 ? nothingYet : rows(passkeys, now)}</div>`
}

const nothingYet = html`<div class="empty">
  <div class="emblem">${icon('passkey')}</div>
  <h3>No passkeys yet.</h3>
  <p>Create one to sign in with your fingerprint, face or screen lock.</p>
</div>`

function rows(passkeys: readonly ListedPasskeyJSON[], now: number): Html {
  return html`<ul class="passkeys">${passkeys.map((passkey) => row(passkey, now))}</ul>`
}

function row(passkey: ListedPasskeyJSON, now: number): Html {
  const { id, name, removable } = passkey
  const refusal = `why-${id}`
  return html`<li class="passkey" data-id="${id}" data-name="${name}">
    ${passkeyTile(passkey)}
    <div class="facts">
      <h3>${name}</h3>
      ${passkeyFacts({ passkey, whose: 'your', now })} ${removable ? '' : html`<p class="meta" id="${refusal}">${whyNot(passkey)}</p>`}
    </div>
    <div class="actions">
      <button class="button small" type="button" data-action="rename" aria-label="Rename ${name}">Rename</button>
      <button class="button small danger" type="button" data-action="remove" aria-label="Remove ${name}"
        ${removable ? '' : html`disabled aria-describedby="${refusal}"`}>Remove</button>
    </div>
  </li>`
}

const reasons = {
  suspended: 'This passkey is suspended. Only an admin can remove it.',
  last_sign_in_method: 'You can’t remove your only sign-in method.',
  cooling_down: 'You have just added a passkey. Sign in with an older one to remove this.',
  forbidden: 'Sign in with another passkey or your password to remove it.',
} as const satisfies Record<NonNullable<ListedPasskeyJSON['whyNotRemovable']>, string>

function whyNot({ whyNotRemovable = 'last_sign_in_method' }: ListedPasskeyJSON): string {
  return reasons[whyNotRemovable]
}

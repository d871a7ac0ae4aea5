import type { AdminPasskey } from '@latchkey/core'
import { html } from 'hono/html'
import { icon } from './icons.js'
import type { Html } from './layout.js'
import { passkeyFacts } from './passkey-facts.js'
import { passkeyTile } from './passkey-tile.js'

export interface UsersPasskeyList {
  readonly userId: string
  readonly passkeys: readonly AdminPasskey[]
  readonly now: number
}

/** A user's passkeys, with the actions of an admin. `details` elements open by keyboard and without a script. */
export function usersPasskeyList({ userId, passkeys, now }: UsersPasskeyList): Html {
  if (passkeys.length === 0) return nothing
  return html`<ul class="passkeys" id="passkeys">${passkeys.map((passkey) => row(passkey, { userId, now }))}</ul>`
}

const nothing = html`<div class="empty">
  <div class="emblem">${icon('passkey')}</div>
  <h3>No passkeys yet.</h3>
</div>`

const sources = {
  self: 'Added by the user',
  'sign-up': 'Added at sign-up',
  admin: 'Added by an admin',
  invitation: 'Added by invitation',
  recovery: 'Added at recovery',
  upgrade: 'Added after a password sign-in',
  import: 'Imported',
} as const satisfies Readonly<Record<AdminPasskey['source'], string>>

function row(passkey: AdminPasskey, { userId, now }: { readonly userId: string; readonly now: number }): Html {
  const { id, name, status, backedUp, source } = passkey
  const isSuspended = status === 'suspended'
  const path = `/admin/users/${encodeURIComponent(userId)}/passkeys/${id}`
  return html`<li class="passkey managed" data-id="${id}" ${isSuspended ? 'data-suspended' : ''}>
    ${passkeyTile(passkey)}
    <div class="facts">
      <h3>${name}${isSuspended ? html` <span class="tag">Suspended</span>` : ''}</h3>
      ${passkeyFacts({ passkey, now })}
      <p class="meta"><span>${backedUp ? 'Backed up' : 'Not backed up'}</span><span>${sources[source]}</span></p>
    </div>
    <div class="actions">${rename(path, passkey)} ${suspend(path, passkey)} ${remove(path, passkey)}</div>
  </li>`
}

function rename(path: string, { id, name }: AdminPasskey): Html {
  return html`<details class="asking" name="change">
    <summary class="button small" aria-label="Rename ${name}">Rename</summary>
    <form method="post" action="${path}/rename" class="asked">
      <label for="name-${id}">Name</label>
      <input id="name-${id}" name="name" value="${name}" required maxlength="100" autocomplete="off" />
      <button class="button small primary" type="submit">Save</button>
    </form>
  </details>`
}

/** An admin can undo it, so it needs no confirmation. */
function suspend(path: string, { name, status }: AdminPasskey): Html {
  const [action, label] = status === 'suspended' ? ['reinstate', 'Reinstate'] : ['suspend', 'Suspend']
  return html`<form method="post" action="${path}/${action}">
    <button class="button small" type="submit" aria-label="${label} ${name}">${label}</button>
  </form>`
}

function remove(path: string, { name }: AdminPasskey): Html {
  return html`<details class="asking" name="change">
    <summary class="button small danger" aria-label="Remove ${name}">Remove</summary>
    <form method="post" action="${path}/remove" class="asked">
      <p>Remove “${name}” permanently? To block it temporarily, suspend it instead.</p>
      <button class="button small primary danger" type="submit">Remove this passkey</button>
    </form>
  </details>`
}

import { html } from 'hono/html'
import { icon } from './icons.js'
import type { Html } from './layout.js'

export interface PreviewedUsers {
  readonly lockedOut: number
  readonly users: readonly PreviewedUser[]
}

export interface PreviewedUser {
  readonly name: string
  /** What the user can still sign in with. */
  readonly otherSignInMethods: readonly string[]
}

/** The users whom the change would lock out, before it is saved. */
export function policyPreview({ lockedOut, users }: PreviewedUsers): Html {
  return html`<section class="panel preview" id="preview" role="status" data-tone="${lockedOut > 0 ? 'problem' : 'done'}">
    <h2>${lockedOut > 0 ? icon('lock') : icon('check')}${sentence(lockedOut)}</h2>
    <p class="lead">${lockedOut > 0 ? lead : 'Every user keeps at least one passkey that works. Not saved yet.'}</p>
    ${lockedOut > 0 ? list(users) : ''}
    ${lockedOut > users.length ? html`<p class="lead">And ${lockedOut - users.length} more.</p>` : ''}
  </section>`
}

const lead = 'None of their passkeys would work. Not saved yet.'

function sentence(lockedOut: number): string {
  if (lockedOut === 0) return 'No users would be locked out'
  return lockedOut === 1 ? '1 user would be locked out' : `${lockedOut} users would be locked out`
}

function list(users: readonly PreviewedUser[]): Html {
  return html`<ul class="people">
    ${users.map(
      ({ name, otherSignInMethods }) => html`<li>
        <span>${name}</span>
        <span class="meta">${otherSignInMethods.length > 0 ? `Can still sign in with: ${otherSignInMethods.join(', ')}` : 'No other sign-in method'}</span>
      </li>`,
    )}
  </ul>`
}

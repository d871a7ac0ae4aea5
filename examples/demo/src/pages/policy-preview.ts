import { html } from 'hono/html'
import { icon } from './icons.js'
import type { Html } from './layout.js'

export interface PreviewedUsers {
  readonly lockedOut: number
  readonly users: readonly PreviewedUser[]
}

export interface PreviewedUser {
  readonly name: string
  /** What the user could still sign in with. */
  readonly otherSignInMethods: readonly string[]
}

/** Whom the change would lock out, before it is saved. */
export function policyPreview({ lockedOut, users }: PreviewedUsers): Html {
  return html`<section class="panel preview" id="preview" role="status" data-tone="${lockedOut > 0 ? 'problem' : 'done'}">
    <h2>${lockedOut > 0 ? icon('lock') : icon('check')}${sentence(lockedOut)}</h2>
    <p class="lead">${lockedOut > 0 ? lead : 'Everybody’s passkeys go on working. Nothing has been saved yet.'}</p>
    ${lockedOut > 0 ? list(users) : ''}
    ${lockedOut > users.length ? html`<p class="lead">And ${lockedOut - users.length} more.</p>` : ''}
  </section>`
}

const lead = 'None of their passkeys would work any more. Nothing has been saved yet.'

function sentence(lockedOut: number): string {
  if (lockedOut === 0) return 'Nobody would be locked out'
  return lockedOut === 1 ? '1 person would be locked out' : `${lockedOut} people would be locked out`
}

function list(users: readonly PreviewedUser[]): Html {
  return html`<ul class="people">
    ${users.map(
      ({ name, otherSignInMethods }) => html`<li>
        <span>${name}</span>
        <span class="meta">${otherSignInMethods.length > 0 ? `Still has: ${otherSignInMethods.join(', ')}` : 'No other way in'}</span>
      </li>`,
    )}
  </ul>`
}

import type { AdminPasskey } from '@latchkey/core'
import { html } from 'hono/html'
import type { Organization } from '../organizations.js'
import type { AppSession } from '../sessions.js'
import type { User } from '../users.js'
import { adminPage } from './admin-page.js'
import type { Html } from './layout.js'
import { usersPasskeyList } from './users-passkey-list.js'

export interface UsersPasskeysPage {
  readonly session: AppSession
  readonly user: User
  readonly organizations: readonly Organization[]
  /** What the user can sign in with, apart from passkeys. */
  readonly otherSignInMethods: readonly string[]
  readonly passkeys: readonly AdminPasskey[]
  readonly now: number
  /** The result of the admin's last action. */
  readonly outcome?: Outcome | undefined
  /** The link of a new invitation. It is shown once. */
  readonly invitation?: string | undefined
}

export type Outcome = keyof typeof outcomes

/** Screen readers announce the text. */
const outcomes = {
  renamed: { tone: 'done', text: 'Passkey renamed.' },
  suspended: { tone: 'done', text: 'Passkey suspended. It can’t be used until an admin reinstates it.' },
  reinstated: { tone: 'done', text: 'Passkey reinstated.' },
  removed: { tone: 'done', text: 'Passkey removed.' },
  'all-removed': { tone: 'done', text: 'All passkeys removed.' },
  not_found: { tone: 'problem', text: 'This passkey was already removed.' },
  malformed: { tone: 'problem', text: 'Not renamed. A name must have 1 to 100 characters.' },
} as const

export function isOutcome(word: string | undefined): word is Outcome {
  return word !== undefined && Object.hasOwn(outcomes, word)
}

/** One user, for admins. */
export function usersPasskeysPage(page: UsersPasskeysPage): Html {
  const { session, user, outcome } = page
  const content = html`<p class="crumb"><a href="/admin/users">Find another user</a></p>
    <h1>${user.name}</h1>
    ${outcome ? news(outcome) : ''} ${profile(page)} ${passkeySection(page)} ${invitationSection(page)}`
  return adminPage({ part: 'users', title: `Passkeys of ${user.name}`, session, content })
}

function news(outcome: Outcome): Html {
  const { tone, text } = outcomes[outcome]
  return html`<p class="notice" id="notice" role="status" data-tone="${tone}">${text}</p>`
}

function profile({ organizations, otherSignInMethods }: UsersPasskeysPage): Html {
  const names = organizations.map(({ name }) => name).join(', ')
  return html`<section class="panel" aria-labelledby="profile">
    <h2 id="profile">Profile</h2>
    <dl class="profile">
      <div><dt>Organizations</dt><dd>${names || 'None'}</dd></div>
      <div><dt>Password</dt><dd>${otherSignInMethods.includes('password') ? 'Set' : 'None'}</dd></div>
    </dl>
  </section>`
}

function passkeySection({ user, passkeys, otherSignInMethods, now }: UsersPasskeysPage): Html {
  const isLocked = otherSignInMethods.length === 0
  return html`<section class="panel" aria-labelledby="passkeys-title">
    <div class="panel-head">
      <div>
        <h2 id="passkeys-title">Passkeys</h2>
        <p class="lead">Suspend a passkey if a device is missing. Remove it if the device is lost.</p>
      </div>
      ${passkeys.length === 0 ? '' : removeAll(user, isLocked)}
    </div>
    ${usersPasskeyList({ userId: user.id, passkeys, now })}
  </section>`
}

/** For a user who has no passkey, or none that is left. */
function invitationSection({ user, invitation }: UsersPasskeysPage): Html {
  const link = html`<div class="field once" role="status">
    <label for="invitation">Send this link to ${user.name}. It works once, within an hour, and isn’t shown again.</label>
    <input id="invitation" readonly value="${invitation ?? ''}" />
  </div>`
  return html`<section class="panel" aria-labelledby="invitation-title">
    <div class="panel-head">
      <div>
        <h2 id="invitation-title">Invitation</h2>
        <p class="lead">With this link, the user can create a passkey without signing in.</p>
      </div>
      <form method="post" action="/admin/users/${user.id}/invitations">
        <button class="button small" type="submit">Create a link</button>
      </form>
    </div>
    ${invitation === undefined ? '' : link}
  </section>`
}

function removeAll({ id, name }: User, isLocked: boolean): Html {
  const then = isLocked
    ? 'The user has no other sign-in method and can’t sign in anymore.'
    : 'The user can still sign in with a password.'
  return html`<div class="actions">
    <details class="asking" name="change">
      <summary class="button small danger">Remove all</summary>
      <form method="post" action="/admin/users/${id}/passkeys/remove" class="asked">
        <p>Remove all passkeys of ${name}? ${then}</p>
        <button class="button small primary danger" type="submit">Remove all passkeys</button>
      </form>
    </details>
  </div>`
}

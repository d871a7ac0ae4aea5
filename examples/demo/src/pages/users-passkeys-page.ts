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
  /** What the user can sign in with beside passkeys. */
  readonly otherSignInMethods: readonly string[]
  readonly passkeys: readonly AdminPasskey[]
  readonly now: number
  /** What has just become of something that an admin wanted. */
  readonly outcome?: Outcome | undefined
}

export type Outcome = keyof typeof outcomes

/** What is said about it, read out by screen readers. */
const outcomes = {
  renamed: { tone: 'done', text: 'The passkey has its new name.' },
  suspended: { tone: 'done', text: 'The passkey is suspended. It signs nobody in until somebody reinstates it.' },
  reinstated: { tone: 'done', text: 'The passkey works again.' },
  removed: { tone: 'done', text: 'The passkey is removed. The user’s device forgets it when they open their account.' },
  'all-removed': { tone: 'done', text: 'All passkeys are removed. The user’s device forgets them in the same way.' },
  not_found: { tone: 'problem', text: 'This passkey is gone already. Somebody else has removed it.' },
  malformed: { tone: 'problem', text: 'Nothing was changed: a name has 1 to 100 characters.' },
} as const

export function isOutcome(word: string | undefined): word is Outcome {
  return word !== undefined && Object.hasOwn(outcomes, word)
}

/** One user as admins see them. */
export function usersPasskeysPage(page: UsersPasskeysPage): Html {
  const { session, user, outcome } = page
  const content = html`<p class="crumb"><a href="/admin/users">Find another user</a></p>
    <h1>${user.name}</h1>
    ${outcome ? news(outcome) : ''} ${profile(page)} ${passkeySection(page)}`
  return adminPage({ part: 'users', title: `Passkeys of ${user.name}`, session, content })
}

function news(outcome: Outcome): Html {
  const { tone, text } = outcomes[outcome]
  return html`<p class="notice" id="notice" role="status" data-tone="${tone}">${text}</p>`
}

function profile({ organizations, otherSignInMethods }: UsersPasskeysPage): Html {
  const places = organizations.map(({ name }) => name).join(', ')
  return html`<section class="panel" aria-labelledby="profile">
    <h2 id="profile">Profile</h2>
    <dl class="profile">
      <div><dt>Organisations</dt><dd>${places || 'None'}</dd></div>
      <div><dt>Password</dt><dd>${otherSignInMethods.includes('password') ? 'Set' : 'None: a passkey is the only way in'}</dd></div>
    </dl>
  </section>`
}

function passkeySection({ user, passkeys, otherSignInMethods, now }: UsersPasskeysPage): Html {
  const isLocked = otherSignInMethods.length === 0
  return html`<section class="panel" aria-labelledby="passkeys-title">
    <div class="panel-head">
      <div>
        <h2 id="passkeys-title">Passkeys</h2>
        <p class="lead">Suspend one when a device is missing; remove it when it will not come back.</p>
      </div>
      ${passkeys.length === 0 ? '' : removeAll(user, isLocked)}
    </div>
    ${usersPasskeyList({ userId: user.id, passkeys, now })}
  </section>`
}

function removeAll({ id, name }: User, isLocked: boolean): Html {
  const then = isLocked ? 'There is no password, so they cannot sign in any more.' : 'Their password keeps working.'
  return html`<div class="actions">
    <details class="asking" name="change">
      <summary class="button small danger">Remove all</summary>
      <form method="post" action="/admin/users/${id}/passkeys/remove" class="asked">
        <p>Remove every passkey of ${name}? ${then}</p>
        <button class="button small primary danger" type="submit">Remove all passkeys</button>
      </form>
    </details>
  </div>`
}

import { html } from 'hono/html'
import type { AppSession } from '../sessions.js'
import { adminPage } from './admin-page.js'
import type { Html } from './layout.js'
import { notice } from './notice.js'

export interface FindUserPage {
  readonly session: AppSession
  /** What somebody has looked for in vain. */
  readonly unknown?: string
}

/** The way to a user's passkeys. */
export function findUserPage({ session, unknown }: FindUserPage): Html {
  const content = html`<h1>Users</h1>
    <p class="lead">See the passkeys of somebody who cannot sign in or has lost a device, and act on them.</p>
    ${notice(unknown === undefined ? '' : 'Nobody has an account with this e-mail address.')}
    <form method="post" action="/admin/users" class="panel finder">
      <div class="field">
        <label for="email">E-mail of the user</label>
        <input id="email" name="email" type="email" value="${unknown ?? ''}" autocomplete="off" required maxlength="254"
          aria-describedby="notice" autofocus ${unknown === undefined ? '' : html`aria-invalid="true"`} />
      </div>
      <button class="button primary" type="submit">Find</button>
    </form>`
  return adminPage({ part: 'users', title: 'Users', session, content })
}

import { html } from 'hono/html'
import type { AppSession } from '../sessions.js'
import { adminPage } from './admin-page.js'
import type { Html } from './layout.js'
import { notice } from './notice.js'

export interface FindUserPage {
  readonly session: AppSession
  /** The address that no account has. */
  readonly unknown?: string
}

/** Finds a user by e-mail address. */
export function findUserPage({ session, unknown }: FindUserPage): Html {
  const content = html`<h1>Users</h1>
    <p class="lead">Find a user who can’t sign in or lost a device, and manage their passkeys.</p>
    ${notice(unknown === undefined ? '' : 'No account has this e-mail address.')}
    <form method="post" action="/admin/users" class="panel finder">
      <div class="field">
        <label for="email">User’s e-mail</label>
        <input id="email" name="email" type="email" value="${unknown ?? ''}" autocomplete="off" required maxlength="254"
          aria-describedby="notice" autofocus ${unknown === undefined ? '' : html`aria-invalid="true"`} />
      </div>
      <button class="button primary" type="submit">Find</button>
    </form>`
  return adminPage({ part: 'users', title: 'Users', session, content })
}

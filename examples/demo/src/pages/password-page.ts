import { html } from 'hono/html'
import { type Html, layout } from './layout.js'
import { newPasswordField } from './new-password-field.js'
import { notice } from './notice.js'

export function passwordPage({ problem }: { readonly problem?: string }): Html {
  const content = html`<div class="card">
      <h1>Set a password</h1>
      <p class="lead">Another way to sign in, in addition to your passkeys.</p>
      ${notice(problem)}
      <form method="post" action="/account/password" class="stack">
        ${newPasswordField({ invalid: problem !== undefined, autofocus: true })}
        <button class="button primary" type="submit">Set password</button>
      </form>
    </div>
    <p class="below-card"><a href="/account">Back to your account</a></p>`
  return layout({ name: 'password', title: 'Set a password', content })
}

import { html } from 'hono/html'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

/** For users who have lost every passkey: a recovery code leads to a new one. */
export function recoverPage(): Html {
  const content = html`<div class="card">
      <h1>Lost your passkeys?</h1>
      <p class="lead">Enter your e-mail address and one of your recovery codes, and create a new passkey.</p>
      ${notice()}
      <form class="stack">
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" name="email" type="email" required maxlength="254" autocomplete="username" autofocus />
        </div>
        <div class="field">
          <label for="code">Recovery code</label>
          <input id="code" name="code" required maxlength="40" autocomplete="off" spellcheck="false" />
        </div>
        <button class="button primary" type="submit" id="recover">${icon('passkey')}Create a new passkey</button>
      </form>
      ${signInNext}
    </div>
    <p class="below-card"><a href="/sign-in">Back to sign-in</a></p>`
  return layout({ name: 'recover', title: 'Lost your passkeys?', content })
}

/** Shown once the passkey exists: a code leads to a passkey, not to a session. */
export const signInNext = html`<div class="stack" id="next" hidden>
  <a class="button primary" href="/sign-in">Sign in with it</a>
</div>`

import { html } from 'hono/html'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

export interface SignInPage {
  readonly email: string
  /** Somebody is signed in, and is asked to do it once more. */
  readonly again: boolean
  readonly problem?: string
}

export function signInPage({ email, again, problem }: SignInPage): Html {
  const focusPassword = email !== ''
  const content = html`<div class="card">
      <h1>${again ? 'Confirm it’s you' : 'Welcome back'}</h1>
      <p class="lead">
        ${again ? 'Sign in once more, and you can change your passkeys.' : 'Sign in to open your notebook.'}
      </p>
      ${notice(problem)}
      <form method="post" action="/sign-in" class="stack">
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" name="email" type="email" value="${email}" autocomplete="username webauthn" required
            maxlength="254" ${problem ? html`aria-invalid="true" aria-describedby="notice"` : ''}
            ${focusPassword ? '' : 'autofocus'} />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"
            ${problem ? html`aria-invalid="true" aria-describedby="notice"` : ''} ${focusPassword ? 'autofocus' : ''} />
        </div>
        <button class="button primary" type="submit">Sign in</button>
      </form>
      <p class="or"><span>or</span></p>
      <button class="button" type="button" id="sign-in-with-passkey">${icon('passkey')}Sign in with a passkey</button>
    </div>
    ${again ? '' : html`<p class="beside">New to Fieldnotes? <a href="/sign-up">Create an account</a></p>`}`
  return layout({ name: 'sign-in', title: again ? 'Confirm it’s you' : 'Sign in', content })
}

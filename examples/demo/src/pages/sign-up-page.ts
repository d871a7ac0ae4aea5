import { html } from 'hono/html'
import type { Problem } from '../credentials.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { newPasswordField } from './new-password-field.js'
import { notice } from './notice.js'

export interface SignUpPage {
  readonly email: string
  /** How the new user will sign in. */
  readonly method: 'passkey' | 'password'
  /** Whether users can sign up with a passkey. */
  readonly offersPasskey: boolean
  readonly problem?: Problem
}

export function signUpPage(page: SignUpPage): Html {
  const content = html`<div class="card">
      <h1>Start a notebook</h1>
      <p class="lead">A place for your field notes.</p>
      ${notice(page.problem?.message)} ${page.method === 'passkey' ? passkeyForm(page) : passwordForm(page)}
    </div>
    <p class="below-card">Already have an account? <a href="/sign-in">Sign in</a></p>`
  return layout({ name: 'sign-up', title: 'Create an account', content })
}

/** Without scripts, it shows the form with a password. */
function passkeyForm(page: SignUpPage): Html {
  return html`<form method="post" action="/sign-up" class="stack">
      ${emailField(page)}
      <button class="button primary" type="submit" id="sign-up-with-passkey">
        ${icon('passkey')}Sign up with a passkey
      </button>
      <p class="hint">No password: use your fingerprint, face or screen lock.</p>
    </form>
    ${or}<a class="button wide" href="/sign-up?with=password">Use a password instead</a>`
}

function passwordForm(page: SignUpPage): Html {
  const { problem, offersPasskey } = page
  return html`<form method="post" action="/sign-up" class="stack">
      ${emailField(page)}
      ${newPasswordField({ invalid: problem?.field === 'password', autofocus: problem?.field === 'password' })}
      <button class="button primary" type="submit">Create account</button>
    </form>
    ${offersPasskey ? html`${or}<a class="button wide" href="/sign-up">Use a passkey instead</a>` : ''}`
}

const or = html`<p class="or"><span>or</span></p>`

function emailField({ email, problem }: SignUpPage): Html {
  const isWrong = problem?.field === 'email'
  return html`<div class="field">
    <label for="email">E-mail</label>
    <input id="email" name="email" type="email" value="${email}" autocomplete="username" required maxlength="254"
      aria-describedby="notice" ${problem === undefined || isWrong ? 'autofocus' : ''}
      ${isWrong ? html`aria-invalid="true"` : ''} />
  </div>`
}

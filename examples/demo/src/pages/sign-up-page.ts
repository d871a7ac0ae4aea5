import { html } from 'hono/html'
import type { Problem } from '../credentials.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { newPasswordField } from './new-password-field.js'
import { notice } from './notice.js'

export interface SignUpPage {
  readonly email: string
  /** What the account starts with. */
  readonly way: 'passkey' | 'password'
  /** Whether an account may start with a passkey. */
  readonly offersPasskey: boolean
  readonly problem?: Problem
}

export function signUpPage(page: SignUpPage): Html {
  const content = html`<div class="card">
      <h1>Start a notebook</h1>
      <p class="lead">A quiet place for what you see outside.</p>
      ${notice(page.problem?.message)} ${page.way === 'passkey' ? passkeyWay(page) : passwordWay(page)}
    </div>
    <p class="beside">Already have an account? <a href="/sign-in">Sign in</a></p>`
  return layout({ name: 'sign-up', title: 'Create an account', content })
}

/** Where scripts do not run, it leads to the form with a password. */
function passkeyWay(page: SignUpPage): Html {
  return html`<form method="post" action="/sign-up" class="stack">
      ${emailField(page)}
      <button class="button primary" type="submit" id="sign-up-with-passkey">
        ${icon('passkey')}Sign up with a passkey
      </button>
      <p class="hint">Nothing to remember: your fingerprint, face or screen lock opens your notebook.</p>
    </form>
    ${or}<a class="button wide" href="/sign-up?with=password">Choose a password instead</a>`
}

function passwordWay(page: SignUpPage): Html {
  const { problem, offersPasskey } = page
  return html`<form method="post" action="/sign-up" class="stack">
      ${emailField(page)}
      ${newPasswordField({ invalid: problem?.field === 'password', autofocus: problem?.field === 'password' })}
      <button class="button primary" type="submit">Create account</button>
    </form>
    ${offersPasskey ? html`${or}<a class="button wide" href="/sign-up">Sign up with a passkey instead</a>` : ''}`
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

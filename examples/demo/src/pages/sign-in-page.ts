import type { ConfigJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import type { Organization } from '../organizations.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'
import { tour } from './tour.js'

export interface SignInPage {
  readonly email: string
  /** Whether a signed-in user must sign in again. */
  readonly again: boolean
  /** The organization to open. The sign-in follows its policy. */
  readonly organization?: Organization | undefined
  readonly problem?: string
  /** The sign-in methods, in the order of the page. */
  readonly methods: readonly string[]
  readonly config: ConfigJSON
}

export function signInPage(page: SignInPage): Html {
  const { again, organization, problem, methods } = page
  const title = again ? 'Confirm it’s you' : 'Welcome back'
  const purpose = organization ? `to open ${organization.name}` : 'to change your passkeys'
  const forms = methods.flatMap((method) => (method === 'passkey' ? passkeyForm(page) : passwordForm(page)))
  const content = html`<div class="card">
      <h1>${title}</h1>
      <p class="lead">
        ${again ? `Sign in again ${purpose}.` : `Sign in to open ${organization?.name ?? 'your notebook'}.`}
      </p>
      ${notice(problem)} ${forms.map((form, index) => (index === 0 ? form : html`${or}${form}`))}
    </div>
    ${again ? '' : elsewhere}`
  return layout({ name: 'sign-in', title: again ? title : 'Sign in', content })
}

const elsewhere = html`<p class="below-card">
    New to Fieldnotes? <a href="/sign-up">Create an account</a><br />
    Lost your passkeys? <a href="/recover">Use a recovery code</a>
  </p>
  ${tour}`

const or = html`<p class="or"><span>or</span></p>`

function passwordForm({ email, organization, problem, methods, config }: SignInPage): Html[] {
  const focusPassword = email !== ''
  const offersPasskeys = methods.includes('passkey') && config.signInUi !== 'button' && config.flow !== 'classic'
  return [
    html`<form method="post" action="/sign-in" class="stack">
      ${organization ? html`<input type="hidden" name="organization" value="${organization.id}" />` : ''}
      <div class="field">
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" value="${email}" required maxlength="254"
          autocomplete="${offersPasskeys ? 'username webauthn' : 'username'}"
          ${problem ? html`aria-invalid="true" aria-describedby="notice"` : ''} ${focusPassword ? '' : 'autofocus'} />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"
          ${problem ? html`aria-invalid="true" aria-describedby="notice"` : ''} ${focusPassword ? 'autofocus' : ''} />
      </div>
      <button class="button primary" type="submit">Sign in</button>
    </form>`,
  ]
}

/** No button if the policy allows autofill only. */
function passkeyForm({ config }: SignInPage): Html[] {
  if (config.signInUi === 'autofill' && config.flow !== 'classic') return []
  return [
    html`<button class="button passkey-button" type="button" id="sign-in-with-passkey" data-flow="${config.flow}">
      ${icon('passkey')}Sign in with a passkey
    </button>`,
  ]
}

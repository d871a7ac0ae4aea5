import type { ConfigJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import type { Organization } from '../organizations.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

export interface SignInPage {
  readonly email: string
  /** Somebody is signed in, and is asked to do it once more. */
  readonly again: boolean
  /** Where the user wants to go; its policy is the one that is asked for. */
  readonly organization?: Organization | undefined
  readonly problem?: string
  /** The ways to sign in, in the order in which they are shown. */
  readonly methods: readonly string[]
  readonly config: ConfigJSON
}

export function signInPage(page: SignInPage): Html {
  const { again, organization, problem, methods } = page
  const title = again ? 'Confirm it’s you' : 'Welcome back'
  const what = organization ? `to go on in ${organization.name}` : 'and you can change your passkeys'
  const ways = methods.flatMap((method) => (method === 'passkey' ? passkeyWay(page) : passwordWay(page)))
  const content = html`<div class="card">
      <h1>${title}</h1>
      <p class="lead">
        ${again ? `Sign in once more, ${what}.` : `Sign in to open ${organization?.name ?? 'your notebook'}.`}
      </p>
      ${notice(problem)} ${ways.map((way, index) => (index === 0 ? way : html`${or}${way}`))}
    </div>
    ${again ? '' : html`<p class="beside">New to Fieldnotes? <a href="/sign-up">Create an account</a></p>`}`
  return layout({ name: 'sign-in', title: again ? title : 'Sign in', content })
}

const or = html`<p class="or"><span>or</span></p>`

function passwordWay({ email, organization, problem, methods, config }: SignInPage): Html[] {
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

/** Where passkeys come by autofill only, there is no button. */
function passkeyWay({ config }: SignInPage): Html[] {
  if (config.signInUi === 'autofill' && config.flow !== 'classic') return []
  return [
    html`<button class="button way-in" type="button" id="sign-in-with-passkey" data-flow="${config.flow}">
      ${icon('passkey')}Sign in with a passkey
    </button>`,
  ]
}

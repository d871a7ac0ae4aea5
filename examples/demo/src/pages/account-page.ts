import type { SignedIn } from '@latchkey/http'
import type { ListedPasskeyJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { describeAge } from '../times.js'
import { dialogs } from './dialogs.js'
import { icon } from './icons.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'
import { passkeyList } from './passkey-list.js'

export interface AccountPage {
  readonly session: SignedIn
  readonly passkeys: readonly ListedPasskeyJSON[]
  readonly now: number
}

export function accountPage({ session, passkeys, now }: AccountPage): Html {
  const content = html`<h1>Account</h1>
    <section class="panel" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <dl class="profile">
        <div><dt>E-mail</dt><dd>${session.user.name}</dd></div>
        <div><dt>Password</dt><dd>Set</dd></div>
        <div><dt>This session</dt><dd>${howSignedIn(session, now)}</dd></div>
      </dl>
    </section>
    <section class="panel" aria-labelledby="passkeys-title">
      <div class="panel-head">
        <div>
          <h2 id="passkeys-title">Passkeys</h2>
          <p class="lead">Sign in with your fingerprint, face or screen lock instead of your password.</p>
        </div>
        <button class="button primary" type="button" id="add-passkey">${icon('plus')}Add a passkey</button>
      </div>
      ${notice()} ${passkeyList(passkeys, now)}
    </section>
    ${dialogs}`
  return layout({ name: 'account', title: 'Account', corner: corner(session), content })
}

function corner({ user }: SignedIn): Html {
  return html`<form method="post" action="/sign-out" class="corner">
    <span class="who">${user.name}</span>
    <button class="button small" type="submit">Sign out</button>
  </form>`
}

function howSignedIn({ methods, authenticatedAt }: SignedIn, now: number): string {
  const how = methods.some(({ name }) => name === 'passkey') ? 'a passkey' : 'your password'
  return `Signed in with ${how}, ${describeAge(authenticatedAt, now)}`
}

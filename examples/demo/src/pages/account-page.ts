import type { Notice } from '@latchkey/core'
import type { PromptJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import type { Organization } from '../organizations.js'
import type { AppSession } from '../sessions.js'
import { describeAge, describeDate } from '../times.js'
import { corner } from './corner.js'
import { dialogs } from './dialogs.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'
import { noticeList } from './notice-list.js'
import { organizationList } from './organization-list.js'

/** Whether the user can sign in with a password: `refused` where only the passkey is accepted. */
export type PasswordState = 'set' | 'none' | 'refused'

const passwordStates = {
  set: html`Set`,
  none: html`None. <a href="/account/password">Set a password</a>`,
  refused: html`Not accepted. Sign in with your passkey.`,
} as const satisfies Readonly<Record<PasswordState, Html>>

export interface AccountPage {
  readonly session: AppSession
  readonly isAdmin: boolean
  /** All organizations. */
  readonly all: readonly Organization[]
  /** The current decision about asking for a passkey. */
  readonly prompt: PromptJSON
  readonly password: PasswordState
  /** Not where they are turned off. */
  readonly showsPasskeys: boolean
  /** Whether the user must use a passkey after the password. */
  readonly isTwoStep: boolean
  /** The newest first. */
  readonly notices: readonly Notice[]
  readonly now: number
}

export function accountPage(page: AccountPage): Html {
  const { session, isAdmin, all, password, showsPasskeys, now } = page
  const content = html`<h1>Account</h1>
    <section class="panel" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <dl class="profile">
        <div><dt>E-mail</dt><dd>${session.user.name}</dd></div>
        <div><dt>Password</dt><dd>${passwordStates[password]}</dd></div>
        <div><dt>Two-step sign-in</dt><dd>${twoStepState(page.isTwoStep)}</dd></div>
        <div><dt>This session</dt><dd>${howSignedIn(session, now)}</dd></div>
      </dl>
    </section>
    <section class="panel" aria-labelledby="passkeys-title">
      ${showsPasskeys ? passkeySection(page) : turnedOff}
    </section>
    ${showsPasskeys ? recoverySection : ''}
    ${noticeList(page.notices, now)}
    <p class="below-panel"><a href="/transfers">Transfers</a></p>
    ${organizationList(session, all)} ${dialogs}`
  return layout({ name: 'account', title: 'Account', corner: corner({ session, isAdmin }), content })
}

/** The component reads the list itself, and shows what the user does with it. */
function passkeySection({ prompt }: AccountPage): Html {
  return html`<passkey-list id="passkeys" heading-level="3">
      <div slot="title">
        <h2 id="passkeys-title">Passkeys</h2>
        <p class="lead">Sign in with your fingerprint, face or screen lock.</p>
      </div>
    </passkey-list>
    ${notice()} ${askAgain(prompt)}`
}

/** The codes are shown once, when they are created. */
const recoverySection = html`<section class="panel" aria-labelledby="recovery-title">
  <div class="panel-head">
    <div>
      <h2 id="recovery-title">Recovery codes</h2>
      <p class="lead">Use one if you lose every passkey. Each code works once.</p>
    </div>
    <button class="button" type="button" id="create-codes">Create recovery codes</button>
  </div>
  <div class="once" id="new-codes" role="status"></div>
</section>`

const turnedOff = html`<h2 id="passkeys-title">Passkeys</h2>
  <p class="lead">Passkeys are turned off here. Your passkeys are not deleted and work again when they are turned on.</p>`

/** The user's earlier answer, and a button to undo it. */
function askAgain({ reason, nextAt }: PromptJSON): Html | '' {
  if (reason !== 'declined_recently' && reason !== 'declined_for_ever') return ''
  const until = nextAt === undefined ? 'You asked us not to offer passkeys.' : html`We’ll ask you again ${on(nextAt)}.`
  return html`<p class="aside" id="asked">
    <span>${until}</span>
    <button class="button small" type="button" id="ask-again">Ask me again</button>
  </p>`
}

function on(at: number): Html {
  return html`on <time datetime="${new Date(at).toISOString()}">${describeDate(at)}</time>`
}

/** Turning it off needs a step-up, which the page's script asks for. */
function twoStepState(isOn: boolean): Html {
  return html`<form method="post" action="/account/two-step" class="inline" id="${isOn ? 'two-step-off' : 'two-step-on'}">
    <span>${isOn ? 'On' : 'Off'}</span>
    <input type="hidden" name="on" value="${isOn ? 'no' : 'yes'}" />
    <button class="button small" type="submit">${isOn ? 'Turn off two-step sign-in' : 'Turn on two-step sign-in'}</button>
  </form>`
}

function howSignedIn({ methods, authenticatedAt }: AppSession, now: number): string {
  const names = new Set(methods.map(({ name }) => name))
  const how = names.size > 1 ? 'your password and a passkey' : names.has('passkey') ? 'a passkey' : 'your password'
  return `Signed in with ${how}, ${describeAge(authenticatedAt, now)}`
}

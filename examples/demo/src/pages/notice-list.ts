import type { Notice, NoticeKind } from '@latchkey/core'
import { html } from 'hono/html'
import { describeEvent } from '../events/event-texts.js'
import { describeAge } from '../times.js'
import type { Html } from './layout.js'

const noticeTexts = {
  'new-passkey': 'A passkey was added',
  'passkey-removed': 'A passkey was removed',
  'recovery-used': 'A recovery code was used to add a passkey',
  'clone-suspected': 'A passkey may have been copied',
  'admin-acted': 'An admin changed your account',
} as const satisfies Readonly<Record<NoticeKind, string>>

/** What an app sends by e-mail; empty where there is nothing to report. */
export function noticeList(notices: readonly Notice[], now: number): Html | '' {
  if (notices.length === 0) return ''
  return html`<section class="panel" aria-labelledby="notices-title">
    <h2 id="notices-title">Security notices</h2>
    <p class="lead">If one of these wasn’t you, remove the passkey. If you have a password, change it.</p>
    <ul class="organizations" id="notices">
      ${notices.map((notice) => row(notice, now))}
    </ul>
  </section>`
}

function row({ kind, event, actor, passkeys, at }: Notice, now: number): Html {
  const names = passkeys.map(({ name }) => `“${name}”`).join(', ')
  const by = actor.type === 'admin' ? ', by an admin' : ''
  const text = kind === 'admin-acted' ? describeEvent({ name: event, data: {} }) : noticeTexts[kind]
  return html`<li class="organization">
    <div class="facts">
      <h3>${text}${by}</h3>
      <p class="meta">${names}${names ? ', ' : ''}${describeAge(at, now)}</p>
    </div>
  </li>`
}

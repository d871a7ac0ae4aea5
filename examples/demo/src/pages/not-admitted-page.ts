import type { Organization } from '../organizations.js'
import type { Refusal } from '../places.js'
import type { Html } from './layout.js'
import { messagePage, type Way } from './message-page.js'

interface Explanation {
  /** After the organisation's name. */
  readonly text: string
  /** What signing in again is called; it names the organisation, so that its policy is asked for. */
  readonly again: string
}

const withPassword = 'Sign in with your password'
const withPasskey = 'Sign in with your passkey'

/** What is missing, and what would do. */
const explanations = {
  not_a_member: { text: 'is for its members. Join it on your account page.', again: 'Sign in with another account' },
  passkeys_off: { text: 'does not let anybody in with a passkey.', again: withPassword },
  second_factor_only: { text: 'does not let anybody in with a passkey alone.', again: withPassword },
  passkey_not_usable: { text: 'cannot use the passkey that you signed in with.', again: 'Sign in another way' },
  authenticator_not_allowed: {
    text: 'does not accept passkeys of the kind that you signed in with. Sign in with your password, and you can make one that it accepts.',
    again: withPassword,
  },
  user_verification_missing: {
    text: 'wants your device to check that it is you. Sign in once more, with your fingerprint, face or screen lock.',
    again: withPasskey,
  },
  password_refused: { text: 'wants the passkey that you have, instead of your password.', again: withPasskey },
} as const satisfies Readonly<Record<Refusal, Explanation>>

/** Why the sign-in of today is not enough for an organisation, and the way to one that is. */
export function notAdmittedPage({ id, name }: Organization, refusal: Refusal): Html {
  const { text, again } = explanations[refusal]
  const ways: readonly Way[] = [
    { label: again, href: `/sign-in?again&organization=${encodeURIComponent(id)}` },
    { label: 'Stay where you are', href: '/account' },
  ]
  return messagePage({ title: `Not yet in ${name}`, text: `${name} ${text}`, ways })
}

import type { Organization } from '../organizations.js'
import type { Refusal } from '../places.js'
import type { Html } from './layout.js'
import { type Link, messagePage } from './message-page.js'

interface Explanation {
  /** Follows the organization's name. */
  readonly text: string
  /** The label of the link to sign in again, under the policy of this organization. */
  readonly again: string
}

const anotherWay = 'Sign in another way'
const withPasskey = 'Sign in with your passkey'

/** Why the sign-in is not enough, and what to do. */
const explanations = {
  not_a_member: {
    text: 'is for members only. You can join on your account page.',
    again: 'Sign in with another account',
  },
  passkeys_off: { text: 'has passkeys turned off.', again: anotherWay },
  second_factor_only: { text: 'doesn’t accept a passkey alone.', again: anotherWay },
  passkey_not_usable: { text: 'can’t use the passkey you signed in with.', again: anotherWay },
  passkey_bound_elsewhere: { text: 'can’t use a passkey of another organization.', again: anotherWay },
  authenticator_not_allowed: {
    text: 'doesn’t accept the kind of passkey you signed in with. Sign in another way, then create a passkey it accepts.',
    again: anotherWay,
  },
  user_verification_missing: {
    text: 'requires your device to verify you. Sign in again with your fingerprint, face or screen lock.',
    again: withPasskey,
  },
  password_refused: { text: 'requires your passkey instead of your password.', again: withPasskey },
} as const satisfies Readonly<Record<Refusal, Explanation>>

/** Why the current sign-in is not enough for an organization, and how to sign in again. */
export function notAdmittedPage({ id, name }: Organization, refusal: Refusal): Html {
  const { text, again } = explanations[refusal]
  const links: readonly Link[] = [
    { label: again, href: `/sign-in?again&organization=${encodeURIComponent(id)}` },
    { label: 'Stay where you are', href: '/account' },
  ]
  return messagePage({ title: `Sign in again for ${name}`, text: `${name} ${text}`, links })
}

/** What the page shows about one field of the policy. */
export interface FieldText {
  readonly label: string
  readonly hint?: string
  /** The order of the list matters. */
  readonly ordered?: true
}

export interface FieldGroup {
  readonly id: string
  readonly title: string
  readonly lead: string
  readonly fields: Readonly<Record<string, FieldText>>
}

/** All fields of the policy, in the groups that the page shows. */
export const fieldGroups: readonly FieldGroup[] = [
  {
    id: 'passkeys',
    title: 'Passkeys',
    lead: 'Whether users can have passkeys, and how they sign in with them.',
    fields: {
      mode: { label: 'Passkeys are', hint: 'If you turn them off, passkeys stay stored and work again later.' },
      flow: { label: 'Sign-in flow', hint: 'Smart: no user name needed. Classic: user name first.' },
      use: {
        label: 'Use passkeys as',
        hint: 'As a second factor, a passkey alone cannot sign in.',
      },
      preferred: { label: 'Show passkeys first' },
      signUp: { label: 'Sign up with a passkey', hint: 'New users can create an account without a password.' },
      signInUi: { label: 'On the sign-in page', hint: 'A button, autofill in the e-mail field, or both.' },
    },
  },
  {
    id: 'prompting',
    title: 'Asking for a passkey',
    lead: 'When users without a passkey are asked to create one, and how often.',
    fields: {
      'prompt.after': { label: 'After signing in by' },
      'prompt.on': { label: 'Ask at' },
      'prompt.every': { label: 'After “Not now”, ask again' },
      'prompt.never': { label: 'Show “Don’t ask again”' },
      'prompt.local': {
        label: 'Offer a passkey for this device',
        hint: 'After a sign-in with a passkey from another device.',
      },
      'prompt.upgrade': {
        label: 'Offer an upgrade',
        hint: 'Offer a discoverable passkey to users who only have non-discoverable ones.',
      },
      'prompt.automatic': {
        label: 'Add a passkey without asking',
        hint: 'After a sign-in with a password, where the browser can.',
      },
      'rollout.from': { label: 'Required from', hint: 'Where passkeys are mandatory. Before, they are optional.' },
      'rollout.graceDays': { label: 'Days to put it off', hint: 'From the first sign-in after that date.' },
      'rollout.lateDays': { label: 'Required for everyone after', hint: 'Days after that date.' },
      'rollout.remindEvery': { label: 'Until then, remind' },
      'rollout.exempt': { label: 'Exempt', hint: 'Lines such as: user ada until 2027-03-01' },
      'rollout.paused': { label: 'Pause the rollout', hint: 'No user needs a passkey while it is paused.' },
      unsupportedDevice: {
        label: 'Devices without passkey support',
        hint: 'Applies where passkeys are mandatory.',
      },
    },
  },
  {
    id: 'verification',
    title: 'User verification and passwords',
    lead: 'Whether the device checks a fingerprint, face or PIN, and what that counts for.',
    fields: {
      'userVerification.enroll': { label: 'When a passkey is created' },
      'userVerification.signIn': { label: 'When a passkey signs in' },
      satisfiesMfa: { label: 'Counts as two factors' },
      password: { label: 'Passwords of users with a passkey' },
    },
  },
  {
    id: 'authenticators',
    title: 'Allowed authenticators',
    lead: 'The devices, security keys and password managers that can hold a passkey.',
    fields: {
      'kinds.synced': { label: 'Allow synced passkeys' },
      'kinds.deviceBound': { label: 'Allow device-bound passkeys' },
      attachment: {
        label: 'Attachment',
        hint: 'Platform: built into the device. Cross-platform: a security key or a phone.',
      },
      hints: { label: 'Offer first', hint: 'Browsers can ignore this.', ordered: true },
      'authenticators.allow': { label: 'Allowed models', hint: 'AAGUIDs, one per line.' },
      'authenticators.deny': { label: 'Blocked models', hint: 'AAGUIDs, one per line.' },
      'authenticators.unknown': { label: 'Models without an AAGUID' },
      'authenticators.unproven': { label: 'Models without attestation', hint: 'Applies to a list of allowed models.' },
      'authenticators.at': { label: 'Check authenticators at' },
      attestation: { label: 'Request attestation' },
      'trust.require': { label: 'Require trusted attestation', hint: 'Verified against the roots below.' },
      'trust.roots': { label: 'Trusted roots', hint: 'PEM certificates, one after the other.' },
    },
  },
  {
    id: 'management',
    title: 'Managing passkeys',
    lead: 'How many passkeys a user can have, and what a change requires.',
    fields: {
      limit: { label: 'Passkeys per user', hint: 'The maximum.' },
      removeLast: { label: 'Removing the last passkey' },
      'recentAuthentication.enroll': { label: 'To add a passkey, signed in within' },
      'recentAuthentication.remove': { label: 'To remove a passkey, signed in within' },
      'recentAuthentication.recoveryCodes': { label: 'To create recovery codes, signed in within' },
      'recentAuthentication.rename': { label: 'To rename a passkey, signed in within' },
      enrollWith: {
        label: 'To add another passkey, sign in with',
        hint: 'Strongest: users with a passkey must sign in with it first.',
      },
      verifyBeforeEnroll: {
        label: 'Before adding a passkey, ask for',
        hint: 'The code appears in the demo’s terminal.',
      },
      firstPasskey: {
        label: 'After a rollout, before the first passkey, ask for',
        hint: 'Verified: a one-time code, an invitation or a recovery code.',
      },
      newPasskeyCooldown: {
        label: 'After adding a passkey, protect older ones for',
        hint: 'In seconds. Meanwhile, removing them needs a sign-in with an older passkey.',
      },
      recovery: { label: 'After losing every passkey, ask for' },
    },
  },
  {
    id: 'safety',
    title: 'Security checks and limits',
    lead: 'What happens when a check fails, and how long a request is valid.',
    fields: {
      signCount: {
        label: 'If the sign count goes down',
        hint: 'By kind: reject device-bound passkeys, flag synced ones.',
      },
      backupEligibilityChange: { label: 'If backup eligibility changes' },
      ceremonySeconds: { label: 'Request timeout', hint: 'In seconds.' },
      algorithms: { label: 'Algorithms', hint: 'COSE numbers, preferred first.', ordered: true },
      enumeration: { label: 'Account enumeration' },
    },
  },
]

/** A field of the policy in words for a warden. */
export interface FieldText {
  readonly label: string
  readonly hint?: string
  /** Of a list whose order counts. */
  readonly ordered?: true
}

export interface FieldGroup {
  readonly id: string
  readonly title: string
  readonly lead: string
  readonly fields: Readonly<Record<string, FieldText>>
}

/** Every field of the policy, in the groups that the page shows. */
export const fieldGroups: readonly FieldGroup[] = [
  {
    id: 'passkeys',
    title: 'Passkeys',
    lead: 'Whether people use them, and how.',
    fields: {
      mode: { label: 'Passkeys are', hint: 'Switched off, they are kept and work again later.' },
      flow: { label: 'Signing in', hint: 'Smart: no user name. Classic: the user name first.' },
      use: { label: 'A passkey is good as', hint: 'The way in, something after the password, or both.' },
      preferred: { label: 'Named before other ways in' },
      signUp: { label: 'New accounts may start with one' },
      signInUi: { label: 'On the sign-in page', hint: 'A button, the suggestions of the e-mail field, or both.' },
    },
  },
  {
    id: 'prompting',
    title: 'Asking for a passkey',
    lead: 'When somebody without one is asked to make one, and how often.',
    fields: {
      'prompt.after': { label: 'After signing in by' },
      'prompt.on': { label: 'On' },
      'prompt.every': { label: 'After “Not now”, ask again' },
      'prompt.never': { label: 'Offer “Don’t ask again”' },
      'prompt.local': { label: 'Offer one for this device', hint: 'After a sign-in with another device’s passkey.' },
      'prompt.upgrade': { label: 'Offer one without a user name', hint: 'To who has only passkeys that need one.' },
      unsupportedDevice: { label: 'Devices that cannot make one', hint: 'Where passkeys are mandatory.' },
    },
  },
  {
    id: 'verification',
    title: 'Fingerprint, face, screen lock',
    lead: 'What the device checks before it uses a passkey, and what that is worth.',
    fields: {
      'userVerification.enroll': { label: 'Checked when one is made' },
      'userVerification.signIn': { label: 'Checked at sign-in' },
      satisfiesMfa: { label: 'Counts as two factors' },
      password: { label: 'The password of who has a passkey' },
    },
  },
  {
    id: 'authenticators',
    title: 'Which authenticators',
    lead: 'The devices, security keys and password managers that may hold a passkey.',
    fields: {
      'kinds.synced': { label: 'Synced between devices' },
      'kinds.deviceBound': { label: 'Bound to one device' },
      attachment: { label: 'Where they are', hint: 'Platform: in the device itself. Cross-platform: any other.' },
      hints: { label: 'Offered first', hint: 'Browsers may ignore it.', ordered: true },
      'authenticators.allow': { label: 'Only these models', hint: 'AAGUIDs, one a line.' },
      'authenticators.deny': { label: 'None of these models', hint: 'AAGUIDs, one a line.' },
      'authenticators.unknown': { label: 'Models that do not say what they are' },
      'authenticators.unproven': { label: 'Models that nobody vouches for', hint: 'Where only some are allowed.' },
      'authenticators.at': { label: 'Judged' },
      attestation: { label: 'Asked to prove their model' },
      'trust.require': { label: 'The proof must be trusted', hint: 'In this version that refuses everybody.' },
      'trust.roots': { label: 'Trusted certificates', hint: 'As PEM, one after the other.' },
    },
  },
  {
    id: 'management',
    title: 'People and their passkeys',
    lead: 'How many, and how sure we must be before they change.',
    fields: {
      limit: { label: 'At most', hint: 'Passkeys for each person.' },
      removeLast: { label: 'Removing the last one' },
      'recentAuthentication.enroll': { label: 'To add one, signed in within' },
      'recentAuthentication.remove': { label: 'To remove one, signed in within' },
      'recentAuthentication.rename': { label: 'To rename one, signed in within' },
      'recentAuthentication.recoveryCodes': { label: 'To make recovery codes, signed in within' },
      enrollWith: { label: 'Adding another one takes', hint: 'Strongest: a sign-in with a passkey, by who has one.' },
      verifyBeforeEnroll: { label: 'A code before the first one', hint: 'Not available in this version.' },
    },
  },
  {
    id: 'safety',
    title: 'Signs of copies, and limits',
    lead: 'What happens when something looks wrong.',
    fields: {
      signCount: { label: 'A counter that went back', hint: 'By kind: refused for one that cannot be copied.' },
      backupEligibilityChange: { label: 'A passkey that changed its kind' },
      ceremonySeconds: { label: 'Time to answer', hint: 'In seconds.' },
      algorithms: { label: 'Algorithms', hint: 'COSE numbers, the preferred first.', ordered: true },
      enumeration: { label: 'Hiding who has an account' },
    },
  },
]

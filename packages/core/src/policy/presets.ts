import type { PartialPolicy } from './effective-policy.js'

/**
 * Policies to start from: five that behave as a hosted product does, and two for a purpose. Each is a layer like any
 * other; spread it and change what you need. `docs/presets.md` says where each value comes from.
 *
 * ```ts
 * const policy = { ...presets.consumer, limit: 5 }
 * ```
 */
export const presets = {
  /** Prompts after a password, user name or code by phone, once; no account starts with a passkey. */
  kinde: {
    mode: 'optional',
    signUp: false,
    prompt: { after: ['password', 'username', 'phone-otp'], on: ['sign-in', 'sign-up'], every: 'once', never: false },
  },
  /** Prompts after a password every two weeks; users can say never. A passkey is both factors. */
  workos: {
    mode: 'optional',
    signUp: true,
    userVerification: { enroll: 'required', signIn: 'required' },
    satisfiesMfa: 'when-user-verified',
    prompt: { after: ['password'], on: ['sign-in'], every: { days: 14 }, never: true },
  },
  /** Prompts after a password or an e-mail code every 30 days, and for a passkey on this device. 20 passkeys. */
  auth0: {
    mode: 'optional',
    signUp: true,
    signInUi: 'both',
    satisfiesMfa: 'never',
    limit: 20,
    algorithms: [-8, -7, -257],
    prompt: {
      after: ['password', 'email-otp'],
      on: ['sign-in'],
      every: { days: 30 },
      never: true,
      local: true,
    },
  },
  /** A passkey is a first or a second factor, with user verification; without a password once a user has one. */
  zitadel: {
    mode: 'optional',
    use: 'both',
    userVerification: { enroll: 'required', signIn: 'required' },
    satisfiesMfa: 'when-user-verified',
    attestation: 'none',
    attachment: 'any',
    password: 'refused-once-enrolled',
    ceremonySeconds: 300,
  },
  /** Ten passkeys; each change within five minutes of a sign-in; the last one stays. Needs `host.sendCode`. */
  secureauth: {
    mode: 'optional',
    flow: 'smart',
    use: 'both',
    limit: 10,
    removeLast: 'never',
    verifyBeforeEnroll: 'otp',
    recentAuthentication: { enroll: 300, remove: 300, recoveryCodes: 300, rename: 300 },
  },
  /** For accounts that are worth an attack: every strict value that needs no list of models. Needs `host.sendCode`. */
  strict: {
    mode: 'mandatory',
    preferred: true,
    userVerification: { enroll: 'required', signIn: 'required' },
    authenticators: { at: 'enroll-and-sign-in' },
    removeLast: 'never',
    recentAuthentication: { enroll: 300, remove: 300, recoveryCodes: 300, rename: 300 },
    enrollWith: 'strongest',
    newPasskeyCooldown: 3 * 86_400,
    firstPasskey: 'verified',
    recovery: 'code-and-otp',
    password: 'refused-once-enrolled',
    signCount: 'suspend',
    backupEligibilityChange: 'reject',
  },
  /** For an app of many users: passkeys without a user name, offered where they cost no step, and a day's cool-down. */
  consumer: {
    mode: 'optional',
    flow: 'smart',
    preferred: true,
    signUp: true,
    signInUi: 'both',
    limit: 20,
    newPasskeyCooldown: 86_400,
    prompt: { every: { days: 30 }, never: true, local: true, automatic: true },
  },
} as const satisfies Readonly<Record<string, PartialPolicy>>

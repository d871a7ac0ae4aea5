import { credentialAlgorithms } from '../algorithms.js'
import type { EffectivePolicy } from './effective-policy.js'
import {
  allowedModels,
  atLeast,
  atMost,
  cadence,
  loosenable,
  ordered,
  orderedSwitch,
  type PolicyField,
  recency,
  refusedModels,
  someNumbersOf,
  someOf,
  trustRoots,
  unordered,
  unorderedSwitch,
} from './field-rows.js'
import { exemptions, instantOrAtOnce } from './rollout-rows.js'

/** Has the shape of the policy, with one row per value. */
export type PolicyFields<Policy> = {
  readonly [Field in keyof Policy]: PolicyField<Policy[Field]> | PolicyFields<Policy[Field]>
}

const verification = ['discouraged', 'preferred', 'required'] as const
const promptMethods = ['password', 'username', 'phone-otp', 'email-otp', 'magic-link'] as const
const promptTriggers = ['sign-in', 'sign-up'] as const

/**
 * Every field of the policy. Validation, defaults, resolution, strictness, the manual and the admin page all read this
 * table. A closed set of values is ordered from lax to strict.
 */
export const policyFields = {
  mode: loosenable(ordered(['off', 'optional', 'mandatory'], 'off')),
  flow: unordered(['smart', 'classic', 'both'], 'both'),
  use: unordered(['first-factor', 'second-factor', 'both'], 'both'),
  preferred: unorderedSwitch(false),
  signUp: orderedSwitch(false, false),
  signInUi: unordered(['button', 'autofill', 'both'], 'both'),
  userVerification: {
    enroll: ordered(verification, 'required'),
    signIn: ordered(verification, 'required'),
  },
  satisfiesMfa: ordered(['when-user-verified', 'when-attested', 'never'], 'when-user-verified'),
  attestation: ordered(['none', 'indirect', 'direct', 'enterprise'], 'none'),
  trust: {
    require: orderedSwitch(false, true),
    roots: trustRoots(),
  },
  authenticators: {
    allow: allowedModels(),
    deny: refusedModels(),
    unknown: ordered(['allow', 'deny'], 'allow'),
    unproven: ordered(['accept', 'refuse'], 'refuse'),
    at: ordered(['enroll', 'enroll-and-sign-in'], 'enroll'),
  },
  kinds: {
    synced: orderedSwitch(true, false),
    deviceBound: orderedSwitch(true, false),
  },
  attachment: unordered(['any', 'platform', 'cross-platform'], 'any'),
  hints: someOf(['security-key', 'client-device', 'hybrid'], []),
  algorithms: someNumbersOf(credentialAlgorithms, [-8, -7, -257]),
  limit: atMost(1, 100, 10),
  removeLast: ordered(['allow', 'if-other-method', 'never'], 'if-other-method'),
  recentAuthentication: {
    enroll: recency(300),
    remove: recency(300),
    recoveryCodes: recency(300),
    rename: recency('none'),
  },
  enrollWith: ordered(['recent', 'strongest'], 'recent'),
  verifyBeforeEnroll: ordered(['none', 'otp'], 'none'),
  newPasskeyCooldown: atLeast(0, 2_592_000, 0),
  firstPasskey: ordered(['session', 'verified'], 'session'),
  recovery: ordered(['code', 'code-and-otp', 'off'], 'code'),
  rollout: {
    // Without a rollout the environment is the strictest. As with `mode`, an organization has its own.
    from: loosenable(instantOrAtOnce()),
    graceDays: loosenable(atMost(0, 365, 0)),
    lateDays: loosenable(atMost(0, 3650, 90)),
    remindEvery: cadence('always'),
    exempt: exemptions(),
    paused: loosenable(orderedSwitch(false, false)),
  },
  prompt: {
    after: someOf(promptMethods, promptMethods),
    on: someOf(promptTriggers, promptTriggers),
    every: cadence({ days: 14 }),
    never: loosenable(orderedSwitch(false, false)),
    local: unorderedSwitch(true),
    upgrade: unorderedSwitch(true),
    automatic: orderedSwitch(false, false),
  },
  unsupportedDevice: ordered(['let-through', 'blocked'], 'blocked'),
  password: ordered(['allowed', 'refused-once-enrolled'], 'allowed'),
  signCount: ordered(['ignore', 'flag', 'by-kind', 'reject', 'suspend'], 'by-kind'),
  backupEligibilityChange: ordered(['accept', 'flag', 'reject'], 'flag'),
  ceremonySeconds: atMost(30, 600, 300),
  enumeration: ordered(['decoys', 'usernameless-only'], 'decoys'),
} as const satisfies PolicyFields<EffectivePolicy>

/** Is this entry a row, or a group of rows? */
export function isField(entry: object): entry is PolicyField<unknown> {
  return 'default' in entry
}

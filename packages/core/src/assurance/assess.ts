import type { PasskeyRecord } from '@latchkey/storage'
import type { Session } from '../host/host.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import type { Assertion } from '../webauthn/verify/verify-assertion.js'

/** What a sign-in proves, computed from the response and never from the request. */
export interface Assurance {
  readonly userVerified: boolean
  /** 1: possession. 2: possession, and the PIN or biometrics that unlocked the key. */
  readonly factors: 1 | 2
  /** The sign-in counts as multi-factor under the policy. */
  readonly satisfiesMfa: boolean
  readonly deviceBound: boolean
  /** Trusted attestation confirms the authenticator model. */
  readonly attested: boolean
  /** @see https://www.rfc-editor.org/rfc/rfc8176#section-2 */
  readonly amr: readonly string[]
  /**
   * The authentication context class: resistant to phishing, and `phrh` if attested hardware protects the key.
   *
   * @see https://openid.net/specs/openid-connect-eap-acr-values-1_0.html
   */
  readonly acr: 'phr' | 'phrh'
  /** Authenticator assurance level of NIST SP 800-63B. Level 3 is never claimed. */
  readonly aal: 1 | 2
}

/**
 * What this assertion or registration proves under this policy. `passkey` is the record before this use, with
 * `userVerified` if the session proves its user verification.
 */
export function assess(
  assertion: Pick<Assertion, 'userVerified' | 'backupEligible'>,
  passkey: PasskeyRecord,
  policy: EffectivePolicy,
): Assurance {
  const { userVerified } = assertion
  const deviceBound = !assertion.backupEligible
  const attested = passkey.attestation.trusted
  const isSecondFactor = userVerified && provesItself(passkey)
  const factors = isSecondFactor ? 2 : 1
  return {
    userVerified,
    factors,
    satisfiesMfa: satisfiesMfa[policy.satisfiesMfa]({ isSecondFactor, attested }),
    deviceBound,
    attested,
    amr: [keyMethod({ attested, deviceBound }), 'user', ...(factors === 2 ? ['mfa'] : [])],
    acr: attested && deviceBound ? 'phrh' : 'phr',
    aal: factors,
  }
}

/** The value of RFC 8176 for each method that has one. A method that is not listed proves a factor of no known kind. */
const methodNames: Readonly<Partial<Record<string, { readonly amr?: string; readonly isKnowledge?: true }>>> = {
  password: { amr: 'pwd', isKnowledge: true },
  pin: { amr: 'pin', isKnowledge: true },
  totp: { amr: 'otp' },
  'email-otp': { amr: 'otp' },
  'phone-otp': { amr: 'sms' },
}

/**
 * What a session and a passkey as its second factor prove together. The passkey is something that the user has: a
 * password is a second kind, and so is the PIN or biometrics that unlocked the key. A code by e-mail or text message
 * is possession once more. `satisfiesMfa: 'never'` stays no, and `when-attested` still needs a proven model.
 */
export function assessTogether(passkey: Assurance, { methods }: Pick<Session, 'methods'>, policy: EffectivePolicy) {
  const used = methods.flatMap(({ name }) => (Object.hasOwn(methodNames, name) ? (methodNames[name] ?? []) : []))
  const factors: Assurance['factors'] = passkey.factors === 2 || used.some((it) => it.isKnowledge) ? 2 : 1
  const amr = new Set([...used.flatMap(({ amr: value }) => value ?? []), ...passkey.amr])
  if (factors === 2) amr.add('mfa')
  const { attested } = passkey
  return {
    ...passkey,
    factors,
    satisfiesMfa: satisfiesMfa[policy.satisfiesMfa]({ isSecondFactor: factors === 2, attested }),
    amr: [...amr],
    aal: factors,
  } satisfies Assurance
}

interface Proof {
  readonly isSecondFactor: boolean
  readonly attested: boolean
}

const satisfiesMfa: Readonly<Record<EffectivePolicy['satisfiesMfa'], (proof: Proof) => boolean>> = {
  'when-user-verified': ({ isSecondFactor }) => isSecondFactor,
  'when-attested': ({ isSecondFactor, attested }) => isSecondFactor && attested,
  never: () => false,
}

/** `hwk` if hardware is attested, `swk` for a synced key, else `pop` (possession). */
function keyMethod({ attested, deviceBound }: { attested: boolean; deviceBound: boolean }): 'hwk' | 'swk' | 'pop' {
  if (!deviceBound) return 'swk'
  return attested ? 'hwk' : 'pop'
}

/** Was it created without its user noticing, or by another product? Then little is known of it at first. */
export function isUnproven({ source, userVerified }: Pick<PasskeyRecord, 'source' | 'userVerified'>): boolean {
  return !userVerified && (source === 'import' || source === 'upgrade')
}

/**
 * Does it count as a passkey that the user has? One that was created silently or imported does after its first use here:
 * the user may not know it, or not have it any more.
 */
export function isInUse(passkey: PasskeyRecord): boolean {
  return !isUnproven(passkey) || passkey.usedHere === true
}

/**
 * Is the user verification of this passkey a factor by itself? If its user was not verified when it was created, the
 * PIN may be set by a thief of the key, anyone with the user's password could have created it silently, and an imported
 * one may be older than the user's other factors. It is one if the user had no second factor at that time, or after it
 * was proven.
 *
 * @see https://www.w3.org/TR/webauthn-3/#abstract-opdef-credential-record-uvinitialized
 */
export function provesItself(passkey: Pick<PasskeyRecord, 'userVerified' | 'hadSecondFactor'>): boolean {
  return passkey.userVerified || passkey.hadSecondFactor !== true
}

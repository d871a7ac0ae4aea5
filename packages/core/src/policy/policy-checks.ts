import { PasskeyError } from '../errors.js'
import type { EffectivePolicy, TrustRoots } from './effective-policy.js'

/**
 * Passkeys are not switched off.
 *
 * @throws {PasskeyError} `passkeys_off`
 */
export function checkMode({ mode }: EffectivePolicy): void {
  if (mode === 'off') throw new PasskeyError('passkeys_off')
}

/**
 * The policy allows signing in with a passkey alone, not only as a second factor.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkFirstFactor({ use }: EffectivePolicy): void {
  if (use === 'second-factor') throw new PasskeyError('forbidden')
}

/**
 * The policy allows a passkey as the second factor after another method.
 *
 * @throws {PasskeyError} `forbidden`
 */
export function checkSecondFactor({ use }: EffectivePolicy): void {
  if (use === 'first-factor') throw new PasskeyError('forbidden')
}

/** Does a sign-in look up a typed user name? If not, the passkey itself must identify its user. */
export function looksUpNames({ flow, enumeration }: EffectivePolicy): boolean {
  return flow !== 'smart' && enumeration !== 'usernameless-only'
}

/** Must a new passkey be discoverable? Yes, unless every sign-in starts with a user name. */
export function mustBeDiscoverable({ flow }: EffectivePolicy): boolean {
  return flow !== 'classic'
}

/** The sign-in methods in page order. `passkey` is included if it can sign in, and comes first if it is preferred. */
export function orderMethods({ mode, use, preferred }: EffectivePolicy, others: readonly string[]): readonly string[] {
  const rest = others.filter((method) => method !== 'passkey')
  if (mode === 'off' || use === 'second-factor') return rest
  return preferred ? ['passkey', ...rest] : [...rest, 'passkey']
}

/** Whom the policy trusts, in the one form that says everything. */
export function trustRootsOf(roots: EffectivePolicy['trust']['roots']): TrustRoots {
  if (roots === 'mds') return { mds: true, certificates: [] }
  return 'mds' in roots ? roots : { mds: false, certificates: roots }
}

type Roots = EffectivePolicy['trust']['roots']

/** The roots that all policies with required trust have in common: empty if they share none. `otherwise` if none has. */
export function commonRoots(policies: readonly EffectivePolicy[], otherwise: Roots): Roots {
  const [first, ...others] = policies.flatMap(({ trust }) => (trust.require ? [trust.roots] : []))
  return first === undefined ? otherwise : others.reduce(rootsInBoth, first)
}

/** The roots that both trust. */
export function rootsInBoth(left: Roots, right: Roots): Roots {
  const [one, other] = [trustRootsOf(left), trustRootsOf(right)]
  const certificates = one.certificates.filter((root) => other.certificates.includes(root))
  if (!one.mds || !other.mds) return certificates
  return certificates.length > 0 ? { mds: true, certificates } : 'mds'
}

/** Whether the policy trusts any certificate at all. */
export function hasTrustRoots(roots: EffectivePolicy['trust']['roots']): boolean {
  const { mds, certificates } = trustRootsOf(roots)
  return mds || certificates.length > 0
}

import type { EffectivePolicy, TrustRoots } from './effective-policy.js'

/** Whom the policy trusts, in the one form that says everything. */
export function trustRootsOf(roots: EffectivePolicy['trust']['roots']): TrustRoots {
  if (roots === 'mds') return { mds: true, certificates: [] }
  return 'mds' in roots ? roots : { mds: false, certificates: roots }
}

/** Whether the policy trusts any certificate at all. */
export function hasTrustRoots(roots: EffectivePolicy['trust']['roots']): boolean {
  const { mds, certificates } = trustRootsOf(roots)
  return mds || certificates.length > 0
}

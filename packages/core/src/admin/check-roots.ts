import { PasskeyError } from '../errors.js'
import type { PartialPolicy } from '../policy/effective-policy.js'

/**
 * The certificates that the layer trusts can be read. Whether they have run out is judged when somebody leads to one.
 *
 * @throws {PasskeyError} `policy_invalid` with `complaints`
 */
export async function checkRoots({ trust }: PartialPolicy): Promise<void> {
  const roots = trust?.roots ?? []
  if (roots === 'mds' || roots.length === 0) return
  const { readTrustAnchors } = await import('../attestation/certificates/trust-anchors.js')
  const complaints = roots.flatMap((root, index) => {
    try {
      readTrustAnchors([root])
      return []
    } catch {
      return [`trust.roots.${index}: a certificate that can be read, as PEM`]
    }
  })
  if (complaints.length > 0) throw new PasskeyError('policy_invalid', { complaints })
}

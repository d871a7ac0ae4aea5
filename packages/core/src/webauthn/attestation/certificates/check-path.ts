import { platform } from '#platform'
import { PasskeyError } from '../../../errors.js'
import type { Certificate } from './certificate.js'
import { extensionId, maySignCertificates, readBasicConstraints } from './extensions.js'
import { certificateSchemes, fitsKey } from './signature-schemes.js'

export interface PathRules {
  /** Any certificate: a root, an intermediate, or the very certificate that signed. */
  readonly anchors: readonly Certificate[]
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * Each certificate was issued by the next, and one of them is an anchor or was issued by one. Those up to the anchor
 * are valid at this time, and each issuer may issue. Nothing is fetched: revocation is not known here.
 *
 * @throws {PasskeyError} `attestation_chain_untrusted`, `attestation_certificate_expired`,
 *   `attestation_certificate_invalid`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6
 */
export async function checkPath(chain: readonly Certificate[], { anchors, now }: PathRules): Promise<void> {
  checkNames(chain)
  const paths = await findPaths(chain, anchors)
  if (paths.length === 0) throw new PasskeyError('attestation_chain_untrusted')
  await checkOrder(chain)
  const faults = paths.map((path) => faultOf(path, now))
  if (faults.includes(undefined)) return
  throw new PasskeyError(faults[0] ?? 'attestation_chain_untrusted')
}

/**
 * Like `checkPath`, for a chain that needs no anchor: each certificate was issued by the next, and all are valid at
 * this time.
 *
 * @throws {PasskeyError} as `checkPath`
 */
export async function checkChain(chain: readonly Certificate[], now: number): Promise<void> {
  checkNames(chain)
  await checkOrder(chain)
  const fault = faultOf(chain, now)
  if (fault) throw new PasskeyError(fault)
}

/** Costs nothing, so it runs before any signature is verified. */
function checkNames(chain: readonly Certificate[]): void {
  const isInOrder = chain.slice(1).every((issuer, index) => chain[index]?.issuer === issuer.subject)
  if (!isInOrder) throw new PasskeyError('attestation_chain_untrusted')
}

/** From the top down, so that a chain of an untrusted sender fails at its first signature. */
async function checkOrder(chain: readonly Certificate[]): Promise<void> {
  for (let index = chain.length - 2; index >= 0; index--) {
    const [certificate, issuer] = [chain[index], chain[index + 1]]
    const holds = certificate && issuer && (await isIssuedBy(certificate, issuer))
    if (!holds) throw new PasskeyError('attestation_chain_untrusted')
  }
}

/**
 * Each path from the leaf to an anchor. Only the keys of the anchors are used, because the sender of the chain cannot
 * choose those. There are several paths if an authority has two certificates for one key.
 */
async function findPaths(
  chain: readonly Certificate[],
  anchors: readonly Certificate[],
): Promise<readonly (readonly Certificate[])[]> {
  const paths: (readonly Certificate[])[] = []
  for (const [index, certificate] of chain.entries()) {
    const path = chain.slice(0, index + 1)
    for (const anchor of anchors) {
      if (platform.equal(anchor.der, certificate.der)) paths.push(path)
      else if (await isIssuedBy(certificate, anchor)) paths.push([...path, anchor])
    }
  }
  return paths
}

async function isIssuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const scheme = certificateSchemes.get(certificate.signatureAlgorithm)
  if (certificate.issuer !== issuer.subject || !scheme || !fitsKey(scheme, issuer.key)) return false
  const signed = { data: certificate.signed, signature: certificate.signature }
  return platform.verifyOnce(issuer.key, scheme, signed)
}

type PathFault = 'attestation_chain_untrusted' | 'attestation_certificate_expired'

function faultOf(path: readonly Certificate[], now: number): PathFault | undefined {
  if (path.some((certificate) => now < certificate.notBefore || now > certificate.notAfter)) {
    return 'attestation_certificate_expired'
  }
  const mayIssue = path.slice(1).every((issuer, below) => isAuthority(issuer, path.slice(1, 1 + below)))
  const isUnderstood = path.every(hasOnlyKnownDemands)
  return mayIssue && isUnderstood ? undefined : 'attestation_chain_untrusted'
}

/** @param between The certificates between it and the leaf; self-issued ones do not count. */
function isAuthority(issuer: Certificate, between: readonly Certificate[]): boolean {
  const constraints = readBasicConstraints(issuer)
  if (!constraints?.isAuthority || !maySignCertificates(issuer)) return false
  const depth = between.filter(({ subject, issuer: from }) => subject !== from).length
  return constraints.pathLength === undefined || depth <= constraints.pathLength
}

/** Extensions that are checked here or by a format, or whose constraints cannot be violated here. */
const known: ReadonlySet<string> = new Set(Object.values(extensionId))

function hasOnlyKnownDemands({ extensions }: Certificate): boolean {
  return [...extensions].every(([id, { critical }]) => !critical || known.has(id))
}

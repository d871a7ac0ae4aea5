import { PasskeyError } from '../../../errors.js'
import { anchorBytes, type TrustAnchor } from '../../parse/trust-anchor.js'
import { checkPath } from '../certificates/check-path.js'
import { readAlternativeNames } from '../certificates/extensions.js'
import { readTrustAnchors } from '../certificates/trust-anchors.js'
import { readSignedJson } from '../signed-json.js'
import { metadataSchema } from './metadata-schema.js'

/** What the FIDO Metadata Service says, as far as it is used. */
export interface Metadata {
  /** Epoch milliseconds: after this instant it is out of date, and nobody is to be believed for its sake. */
  readonly validUntil: number
  /**
   * The certificates that a model leads to, by its AAGUID: none for one that is not listed, was compromised or
   * revoked. What stands there and cannot be read vouches for nobody.
   */
  anchorsOf(aaguid: string): readonly TrustAnchor[]
}

/** Whose certificate has signed; its authority also signs for others. */
const service = 'mds.fidoalliance.org'
const dayMs = 86_400_000

/**
 * The metadata in a blob that the service has signed.
 *
 * @throws {PasskeyError} `attestation_chain_untrusted` for one that it has not, with the cause.
 * @throws {TypeError} for a root that is no certificate.
 * @see https://fidoalliance.org/specs/mds/fido-metadata-service-v3.0-ps-20210518.html
 */
export async function readMetadata(
  blob: string,
  { root, now }: { readonly root: TrustAnchor; readonly now: number },
): Promise<Metadata> {
  const anchors = readTrustAnchors([root])
  try {
    const { payload, chain } = await readSignedJson(blob)
    if (!readAlternativeNames(chain[0]).hosts.includes(service)) throw new TypeError('Another host has signed.')
    await checkPath(chain, { anchors, now })
    const { nextUpdate, entries } = metadataSchema.parse(payload)
    const models = entries.flatMap(({ aaguid, ...entry }) => (aaguid ? [[aaguid, anchorsOf(entry)] as const] : []))
    const anchorsByModel = new Map(models)
    return {
      validUntil: Date.parse(nextUpdate) + dayMs,
      anchorsOf: (aaguid) => (anchorsByModel.get(aaguid) ?? []).filter(isReadable),
    }
  } catch (cause) {
    throw new PasskeyError('attestation_chain_untrusted', { cause })
  }
}

function isReadable(anchor: TrustAnchor): boolean {
  try {
    return readTrustAnchors([anchor]).length === 1
  } catch {
    return false
  }
}

/** What makes a model untrustworthy, whatever else is said of it. */
const fatal: ReadonlySet<string> = new Set([
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'REVOKED',
])

type Entry = Omit<ReturnType<typeof metadataSchema.parse>['entries'][number], 'aaguid'>

function anchorsOf({ metadataStatement, statusReports }: Entry): readonly TrustAnchor[] {
  if (statusReports.some(({ status }) => fatal.has(status))) return []
  const certificates = metadataStatement?.attestationRootCertificates ?? []
  return certificates.map((base64) => anchorBytes(`-----BEGIN CERTIFICATE-----${base64}-----END CERTIFICATE-----`))
}

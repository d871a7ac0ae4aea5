import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../../../errors.js'
import { anchorBytes, type TrustAnchor } from '../../parse/trust-anchor.js'
import type { Certificate } from '../certificates/certificate.js'
import { checkPath, type PathRules } from '../certificates/check-path.js'
import { readAlternativeNames } from '../certificates/extensions.js'
import { readTrustAnchors } from '../certificates/trust-anchors.js'
import { readSignedJson } from '../signed-json.js'
import type { AuthenticatorModel } from '../trust-rules.js'
import { metadataSchema } from './metadata-schema.js'
import { type ReportedModel, readModels } from './read-models.js'

/** The content of the FIDO Metadata Service, as far as it is used. */
export interface Metadata {
  /** The serial number of the blob: a later one is higher. */
  readonly number: number
  /** SHA-256 of the text of the blob, base64url. */
  readonly digest: string
  /** SHA-256 of the root certificate that it is verified against, base64url. */
  readonly root: string
  /** Epoch milliseconds: after this instant it is out of date, and no model is trusted because of it. */
  readonly validUntil: number
  /** The number of models that it lists. */
  readonly models: number
  /**
   * The certificates that a model is verified against: none for one that is not listed, or was compromised or
   * revoked.
   */
  anchorsOf(model: AuthenticatorModel): readonly TrustAnchor[]
  /** Whether a model, by its AAGUID, was compromised or revoked. */
  isRevoked(aaguid: string): boolean
}

export interface MetadataRules {
  /** The signature of the service must be verified against one of these certificates. */
  readonly roots: readonly TrustAnchor[]
  /** Epoch milliseconds. */
  readonly now: number
}

/** The host name in the signer's certificate. Its authority also issues certificates for others. */
const service = 'mds.fidoalliance.org'
const dayMs = 86_400_000

/**
 * The metadata in a blob that the service has signed.
 *
 * @throws {PasskeyError} `attestation_chain_untrusted` if the service has not signed it, with the cause.
 * @throws {TypeError} for a root that is not a certificate.
 * @see https://fidoalliance.org/specs/mds/fido-metadata-service-v3.0-ps-20210518.html
 */
export async function readMetadata(blob: string, { roots, now }: MetadataRules): Promise<Metadata> {
  const anchors = readTrustAnchors(roots)
  try {
    const { payload, chain } = await readSignedJson(blob)
    if (!readAlternativeNames(chain[0]).hosts.includes(service)) throw new TypeError('Another host has signed.')
    const root = await findRoot(chain, { anchors, now })
    const { no, nextUpdate, entries } = metadataSchema.parse(payload)
    return describe({
      no,
      digest: await digestOf(blob),
      root: await digestOf(root.der),
      validUntil: Date.parse(nextUpdate) + dayMs,
      models: readModels(entries),
    })
  } catch (cause) {
    throw new PasskeyError('attestation_chain_untrusted', { cause })
  }
}

/** @throws {PasskeyError} the error of the last root, if the chain is verified against none. */
async function findRoot(chain: readonly Certificate[], { anchors, now }: PathRules): Promise<Certificate> {
  let problem: unknown
  for (const anchor of anchors) {
    try {
      await checkPath(chain, { anchors: [anchor], now })
      return anchor
    } catch (error) {
      problem = error
    }
  }
  throw problem
}

async function digestOf(content: string | Uint8Array): Promise<string> {
  return encodeBase64url(await platform.sha256(content))
}

interface ReadBlob extends Pick<Metadata, 'digest' | 'root'> {
  readonly no: number
  readonly validUntil: number
  readonly models: ReadonlyMap<string, ReportedModel>
}

function describe({ no, digest, root, validUntil, models }: ReadBlob): Metadata {
  return {
    number: no,
    digest,
    root,
    validUntil,
    models: models.size,
    anchorsOf(model) {
      const reported = models.get(nameOf(model))
      return reported && !reported.isRevoked ? reported.roots.map(toAnchor).filter(isReadable) : []
    },
    isRevoked: (aaguid) => models.get(aaguid)?.isRevoked === true,
  }
}

/** U2F has no AAGUIDs: the service lists the keys in the certificates of such authenticators. */
function nameOf({ format, aaguid, keyIdentifier }: AuthenticatorModel): string {
  return format === 'fido-u2f' ? (keyIdentifier ?? '') : aaguid
}

function toAnchor(base64: string): TrustAnchor {
  return anchorBytes(`-----BEGIN CERTIFICATE-----${base64}-----END CERTIFICATE-----`)
}

function isReadable(anchor: TrustAnchor): boolean {
  try {
    return readTrustAnchors([anchor]).length === 1
  } catch {
    return false
  }
}

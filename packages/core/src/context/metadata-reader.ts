import type { ResolvedMetadataSource } from '../config/metadata-source.js'
import type { Metadata } from '../webauthn/attestation/metadata/read-metadata.js'

/** Why the metadata cannot be used. */
export type MetadataIssue = keyof typeof metadataIssues

/** What each issue means, and what to do about it. */
export const metadataIssues = {
  'not-configured': 'No metadata is configured. Pass it to createPasskeys.',
  'read-failed': 'metadata.read failed.',
  'nothing-yet': 'metadata.read returned nothing; return the text of the blob once it has been fetched.',
  bytes: "metadata.read returned bytes; return text, such as readFile(path, 'utf8').",
  'not-text': 'metadata.read returned something other than text; return the text of the blob.',
  'not-a-blob': 'metadata.read returned a page or another file; return the blob of https://mds3.fidoalliance.org.',
  'not-signed':
    'The blob cannot be read, or it is not signed by the FIDO Metadata Service under a certificate of metadata.root.',
  older: 'The blob is older than one that was already accepted.',
  'out-of-date': 'The blob is out of date. Fetch the current one.',
} as const satisfies Readonly<Record<string, string>>

/** The metadata in a blob, or why it cannot be used. */
export type MetadataReading =
  | { readonly metadata: Metadata }
  | { readonly issue: MetadataIssue; readonly cause?: unknown }

/**
 * Reads what your app returns. Simultaneous reads share one call, and a blob is parsed once, whether that succeeds or
 * not: parsing one takes longer than a registration.
 */
export function createMetadataReader(
  { read, roots }: ResolvedMetadataSource,
  now: () => number,
): () => Promise<MetadataReading> {
  let reading: Promise<MetadataReading> | undefined
  let last: { readonly blob: string; readonly parsed: Promise<MetadataReading> } | undefined

  async function parse(blob: string): Promise<MetadataReading> {
    const { readMetadata } = await import('../webauthn/attestation/metadata/read-metadata.js')
    return readMetadata(blob, { roots, now: now() }).then(
      (metadata) => ({ metadata }),
      (cause) => ({ issue: 'not-signed', cause }),
    )
  }

  async function readOnce(): Promise<MetadataReading> {
    const given: unknown = await read()
    const issue = issueOf(given)
    if (issue || typeof given !== 'string') return { issue: issue ?? 'not-text' }
    const blob = given.trim()
    if (last?.blob !== blob) last = { blob, parsed: parse(blob) }
    return last.parsed
  }

  return () => {
    reading ??= readOnce()
      .catch((cause): MetadataReading => ({ issue: 'read-failed', cause }))
      .finally(() => {
        reading = undefined
      })
    return reading
  }
}

/** A blob is three parts of base64url with dots between them. */
const blobForm = /^[\w-]+\.[\w-]+\.[\w-]*$/

function issueOf(given: unknown): MetadataIssue | undefined {
  if (given === undefined || given === null) return 'nothing-yet'
  if (given instanceof Uint8Array || given instanceof ArrayBuffer) return 'bytes'
  if (typeof given !== 'string') return 'not-text'
  const blob = given.trim()
  if (blob === '') return 'nothing-yet'
  return blobForm.test(blob) ? undefined : 'not-a-blob'
}

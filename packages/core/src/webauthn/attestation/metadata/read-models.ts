import { memberIn } from '../../parse/json-object.js'
import { entrySchema } from './metadata-schema.js'

/** What all entries of a metadata blob together say about one model. */
export interface ReportedModel {
  /** Certificates as base64, of every entry that can be parsed. */
  readonly roots: readonly string[]
  /** Whether any report revokes trust in it, including one in an entry that cannot be parsed otherwise. */
  readonly isRevoked: boolean
}

/** The reports that revoke trust in a model, whatever the other reports say. */
const fatal: ReadonlySet<unknown> = new Set([
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
  'REVOKED',
])

/** The AAGUID of authenticators that do not report a model. */
const unsaid = '00000000-0000-0000-0000-000000000000'

/**
 * The models by AAGUID, and those of U2F by key identifier. An entry that cannot be parsed vouches for no model and
 * harms no other. Several entries of one model are joined: any fatal report counts.
 */
export function readModels(entries: readonly unknown[]): ReadonlyMap<string, ReportedModel> {
  const models = new Map<string, ReportedModel>()
  for (const entry of entries) {
    const reported = { roots: rootsIn(entry), isRevoked: isFatallyReported(entry) }
    for (const name of namesIn(entry)) models.set(name, join(models.get(name), reported))
  }
  return models
}

function join(known: ReportedModel | undefined, reported: ReportedModel): ReportedModel {
  if (!known) return reported
  return {
    roots: [...new Set([...known.roots, ...reported.roots])],
    isRevoked: known.isRevoked || reported.isRevoked,
  }
}

function rootsIn(entry: unknown): readonly string[] {
  const read = entrySchema.safeParse(entry)
  return read.data?.metadataStatement?.attestationRootCertificates ?? []
}

/** Parsed more tolerantly than entries that vouch: a warning with a typing error is still a warning. */
function namesIn(entry: unknown): readonly string[] {
  const identifiers = listIn(entry, 'attestationCertificateKeyIdentifiers')
  const names = [aaguidIn(entry), ...identifiers.map((it) => hexadecimal(it, 40))]
  return [...new Set(names.flatMap((it) => (it === undefined || it === unsaid ? [] : [it])))]
}

function aaguidIn(entry: unknown): string | undefined {
  const digits = hexadecimal(memberIn(entry, 'aaguid'), 32)
  return digits?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function hexadecimal(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string') return undefined
  const digits = value.replaceAll('-', '').toLowerCase()
  return digits.length === length && /^[0-9a-f]+$/.test(digits) ? digits : undefined
}

function isFatallyReported(entry: unknown): boolean {
  return listIn(entry, 'statusReports').some((report) => fatal.has(statusOf(report)))
}

/** Whatever the case and the space around it: the service writes capitals, and a warning must not get lost. */
function statusOf(report: unknown): unknown {
  const status = memberIn(report, 'status')
  return typeof status === 'string' ? status.trim().toUpperCase() : status
}

function listIn(entry: unknown, name: string): readonly unknown[] {
  const value = memberIn(entry, name)
  return Array.isArray(value) ? value : []
}

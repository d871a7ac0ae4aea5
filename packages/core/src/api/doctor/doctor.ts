import type { Context } from '../../context/context.js'
import { isPasskeyError } from '../../errors.js'
import { checkDatabase } from './check-database.js'
import { checkDeliveries } from './check-deliveries.js'
import { checkMetadata } from './check-metadata.js'
import { checkOrigins } from './check-origins.js'
import { checkPolicyMode } from './check-policy-mode.js'
import { checkRelyingParty } from './check-relying-party.js'
import { checkSecrets } from './check-secrets.js'
import { checkStranded } from './check-stranded.js'
import { checkSweep } from './check-sweep.js'
import { checkWellKnown } from './check-well-known.js'
import { type DoctorReport, type Finding, finding, toReport } from './findings.js'

/** What `passkeys.doctor` takes. */
export interface DoctorInput {
  /**
   * How origins and the documents below `/.well-known/` are requested, to see whether they are reachable and right. Pass the `fetch` of your runtime.
   *
   * @default none: what needs the network is not checked
   */
  readonly fetch?: DoctorFetch | undefined
  /**
   * When the first entry of `secret` was created: epoch milliseconds.
   *
   * @default the age of the secret is not checked
   */
  readonly secretCreatedAt?: number | undefined
  /**
   * The RP IDs of your other deployments that store passkeys in the same database.
   *
   * @default []: the passkeys of every other RP ID are stranded
   */
  readonly otherRpIds?: readonly string[] | undefined
}

/** As much of `fetch` as the doctor uses. */
export type DoctorFetch = (
  url: string,
  options: { readonly redirect: 'manual' | 'follow'; readonly signal: AbortSignal },
) => Promise<Response>

/** One check. Its `storage_unavailable` becomes a finding. */
export type DoctorCheck = (context: Context, input: DoctorInput) => Promise<readonly Finding[]>

/** Without a database, or without its tables, no other check that reads it makes sense. */
const blocking: ReadonlySet<string> = new Set(['storage_unavailable', 'schema_behind', 'schema_newer', 'check_failed'])

const withoutDatabase: readonly DoctorCheck[] = [checkSecrets, checkPolicyMode, checkOrigins, checkWellKnown]
const inDatabase: readonly DoctorCheck[] = [
  checkRelyingParty,
  checkStranded,
  checkMetadata,
  checkSweep,
  checkDeliveries,
]

/** Checks configuration, database and origins; changes nothing. See `Passkeys`. */
export async function doctor(context: Context, input: DoctorInput): Promise<DoctorReport> {
  assertInput(input)
  const found: Finding[] = []
  for (const check of withoutDatabase) found.push(...(await findingsOf(check, context, input)))
  const database = await findingsOf(checkDatabase, context, input)
  found.push(...database)
  const isBlocked = database.some(({ name }) => blocking.has(name))
  const others = isBlocked ? [checkRelyingParty] : inDatabase
  for (const check of others) found.push(...(await findingsOf(check, context, input)))
  return toReport(found)
}

async function findingsOf(check: DoctorCheck, context: Context, input: DoctorInput): Promise<readonly Finding[]> {
  try {
    return await check(context, input)
  } catch (error) {
    if (isPasskeyError(error) && error.code === 'storage_unavailable') {
      const message = `The storage failed: ${describe(error.cause)} Check that the database is running and that this process can connect to it.`
      return [finding('storage_unavailable', message)]
    }
    const message = `A check failed: ${describe(error)} Fix this first, then run the doctor again.`
    return [finding('check_failed', message)]
  }
}

/** The messages of an error and its causes, as sentences. */
function describe(error: unknown): string {
  const messages: string[] = []
  for (
    let at: unknown = error;
    at !== undefined && messages.length < 5;
    at = at instanceof Error ? at.cause : undefined
  ) {
    const text = at instanceof Error ? at.message || at.name : String(at)
    messages.push(/[.!?]$/.test(text) ? text : `${text}.`)
  }
  return [...new Set(messages)].join(' ') || 'No reason was given.'
}

function assertInput({ fetch, secretCreatedAt, otherRpIds }: DoctorInput): void {
  if (fetch !== undefined && typeof fetch !== 'function')
    throw misuse('fetch must be a function; pass globalThis.fetch.')
  if (secretCreatedAt !== undefined && !Number.isFinite(secretCreatedAt)) {
    throw misuse("secretCreatedAt must be epoch milliseconds; write Date.parse('2026-01-31').")
  }
  const areTexts = Array.isArray(otherRpIds) && otherRpIds.every((it) => typeof it === 'string')
  if (otherRpIds !== undefined && !areTexts) throw misuse("otherRpIds must be an array; write ['shop.example.com'].")
}

function misuse(message: string): TypeError {
  return new TypeError(`passkeys.doctor: ${message}`)
}

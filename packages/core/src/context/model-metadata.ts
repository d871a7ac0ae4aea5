import type { EventActor } from '@latchkey/storage'
import type { Settings } from '../config/settings.js'
import { createEvent, type NextEventId } from '../events/create-event.js'
import type { Metadata } from '../webauthn/attestation/metadata/read-metadata.js'
import type { AuthenticatorModel, ModelAnchors } from '../webauthn/attestation/trust-rules.js'
import { createAcceptedMetadata } from './accepted-metadata.js'
import type { CheckedStore } from './checked-store.js'
import { createMetadataReader, type MetadataIssue, type MetadataReading, metadataIssues } from './metadata-reader.js'

/** The data of the FIDO Metadata Service, from the blob that your app provides. */
export interface ModelMetadata {
  /**
   * The certificates that an authenticator of this model must lead to; none for one that is not listed, was
   * compromised or revoked. Where the metadata cannot be used now, `unknown` says why.
   */
  anchorsOf(model: AuthenticatorModel): Promise<ModelAnchors>
  /**
   * Says of a model, by its AAGUID, whether the last blob that was accepted, however old, reports it as compromised or
   * revoked. In a process that has only seen an older one, what that one reports.
   */
  revocations(): Promise<(aaguid: string) => boolean>
  status(): Promise<MetadataStatus>
  /** Accepts what `metadata.read` returns now, if it is signed, even if it is older. */
  acceptAnyway(actor: EventActor): Promise<MetadataStatus>
}

/** How the metadata is at the moment. */
export interface MetadataStatus {
  /** Whether new passkeys can be trusted because of it now. */
  readonly usable: boolean
  /** What is wrong with what `metadata.read` returned last; absent where nothing is. */
  readonly issue?: MetadataIssue
  /** The same as a sentence. */
  readonly message?: string
  /** The serial number of the blob that is in use. */
  readonly number?: number
  /** Until when it is to be used: epoch milliseconds. */
  readonly validUntil?: number
  /** How many models it lists. */
  readonly models?: number
}

export interface ModelMetadataInput {
  readonly store: Pick<CheckedStore, 'events' | 'metadata'>
  readonly nextEventId: NextEventId
}

const dayMs = 86_400_000

/**
 * Remembers the last blob that was accepted: one that cannot be read later does not take its place. One that is older
 * than what this process, or through the storage any process, has accepted is refused. Emits an event for each issue, at
 * most once a day in each process.
 */
export function createModelMetadata(settings: Settings, { store, nextEventId }: ModelMetadataInput): ModelMetadata {
  const { metadata: source, now, relyingParty } = settings
  const versions = createAcceptedMetadata(settings, { store, nextEventId })
  const read = source && createMetadataReader(source, now)
  let accepted: Metadata | undefined
  const reported = new Map<MetadataIssue, number>()

  async function current(): Promise<Current> {
    const reading: MetadataReading = read ? await read() : { issue: 'not-configured' }
    if ('issue' in reading) return { ...reading, accepted }
    if (!(await isNewest(reading.metadata))) return { issue: 'older', accepted, offered: reading.metadata }
    return use(reading.metadata)
  }

  /** Where the storage remembers what was accepted it decides, so that what an operator has accepted anyway counts. */
  async function isNewest(metadata: Metadata): Promise<boolean> {
    if (!store.metadata) return accepted === undefined || metadata.number >= accepted.number
    return metadata === accepted || versions.admit(metadata)
  }

  function use(metadata: Metadata): Current {
    accepted = metadata
    return now() < metadata.validUntil ? { accepted } : { issue: 'out-of-date', accepted }
  }

  async function report(issue: MetadataIssue): Promise<void> {
    const at = now()
    const isReported = at - (reported.get(issue) ?? Number.NEGATIVE_INFINITY) < dayMs
    if (isReported || issue === 'not-configured') return
    reported.set(issue, at)
    const context = { at, rpId: relyingParty.id, actor: { type: 'system' }, nextEventId } as const
    await store.events.append([createEvent('metadata.rejected', { issue }, context)]).catch(() => {
      // No user pays for an event that cannot be written; the next one tries again.
      reported.delete(issue)
    })
  }

  async function currentReported(): Promise<Current> {
    const found = await current()
    if (found.issue) await report(found.issue)
    return found
  }

  return {
    async anchorsOf(model) {
      const found = await currentReported()
      const usable = usableIn(found, now())
      if (usable) return { certificates: usable.anchorsOf(model) }
      const issue = found.issue ?? 'not-configured'
      return { certificates: [], unknown: new Error(metadataIssues[issue], { cause: found.cause }) }
    },
    async revocations() {
      const found = await currentReported()
      const known = found.accepted ?? found.offered
      return (aaguid) => known?.isRevoked(aaguid) === true
    },
    async status() {
      return describe(await current(), now())
    },
    async acceptAnyway(actor) {
      const found = await current()
      if (!found.offered) return describe(found, now())
      await versions.acceptAnyway(found.offered, actor)
      return describe(use(found.offered), now())
    },
  }
}

/** What was accepted last, and what is wrong with what came now. */
interface Current {
  readonly accepted: Metadata | undefined
  /** What came now, where it is older. */
  readonly offered?: Metadata
  readonly issue?: MetadataIssue
  readonly cause?: unknown
}

function usableIn({ accepted }: Current, now: number): Metadata | undefined {
  return accepted && now < accepted.validUntil ? accepted : undefined
}

function describe(found: Current, now: number): MetadataStatus {
  const { accepted, issue } = found
  return {
    usable: usableIn(found, now) !== undefined,
    ...(issue ? { issue, message: metadataIssues[issue] } : {}),
    ...(accepted ? { number: accepted.number, validUntil: accepted.validUntil, models: accepted.models } : {}),
  }
}

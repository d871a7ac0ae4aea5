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
   * The certificates that an authenticator of this model is verified against; none for one that is not listed, or was
   * compromised or revoked. If the metadata cannot be used now, `unknown` has the reason.
   */
  anchorsOf(model: AuthenticatorModel): Promise<ModelAnchors>
  /**
   * Returns whether a model, by its AAGUID, is reported as compromised or revoked by the last accepted blob, however
   * old. A process that has only seen an older blob uses that one.
   */
  revocations(): Promise<(aaguid: string) => boolean>
  status(): Promise<MetadataStatus>
  /** Accepts what `metadata.read` returns now, if it is signed, even if it is older. */
  acceptAnyway(actor: EventActor): Promise<MetadataStatus>
}

/** The present state of the metadata. */
export interface MetadataStatus {
  /** Whether new passkeys can be trusted because of it now. */
  readonly usable: boolean
  /** What is wrong with what `metadata.read` returned last; absent if nothing is. */
  readonly issue?: MetadataIssue
  /** The same as a sentence. */
  readonly message?: string
  /** The serial number of the blob in use. */
  readonly number?: number
  /** How long it may be used: epoch milliseconds. */
  readonly validUntil?: number
  /** The number of models that it lists. */
  readonly models?: number
}

export interface ModelMetadataInput {
  readonly store: Pick<CheckedStore, 'events' | 'metadata'>
  readonly nextEventId: NextEventId
}

const dayMs = 86_400_000

/**
 * Remembers the last accepted blob: one that cannot be parsed later does not replace it. A blob that is older than
 * what this process, or through the storage any process, has accepted is refused. Emits an event for each issue, at
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

  /** A storage that remembers what was accepted decides, so that an operator's decision to accept it anyway counts. */
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
      // An event that cannot be written must not fail a user's request; the next one tries again.
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

/** The last accepted metadata, and what is wrong with the newest one. */
interface Current {
  readonly accepted: Metadata | undefined
  /** The newest metadata, if it is older. */
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

import type { EventActor } from '@latchkey/storage'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { createEvent, type NextEventId } from '../events/create-event.js'
import type { Metadata } from '../webauthn/attestation/metadata/read-metadata.js'
import type { CheckedStore } from './checked-store.js'

/** What was accepted last under each root, by all processes together: the storage remembers it. */
export interface AcceptedMetadata {
  /**
   * Accepts the metadata unless a newer one of the same root was accepted before. False if it is older.
   *
   * @throws {PasskeyError} `storage_unavailable`
   */
  admit(metadata: Metadata): Promise<boolean>
  /**
   * Accepts the metadata, even an older one.
   *
   * @throws {PasskeyError} `storage_unavailable`
   */
  acceptAnyway(metadata: Metadata, actor: EventActor): Promise<void>
}

export interface AcceptedMetadataInput {
  readonly store: Pick<CheckedStore, 'metadata'>
  readonly nextEventId: NextEventId
}

/** An older blob is checked again after this time: an operator may have accepted it by then. */
const refusedMs = 60_000

const mostAttempts = 5

/** A storage without a metadata store admits everything. */
export function createAcceptedMetadata(
  { now, relyingParty }: Pick<Settings, 'now' | 'relyingParty'>,
  { store: { metadata: store }, nextEventId }: AcceptedMetadataInput,
): AcceptedMetadata {
  const admitted = new WeakSet<Metadata>()
  const refusedAt = new WeakMap<Metadata, number>()

  async function accept(metadata: Metadata, actor: EventActor, mayBeOlder: boolean): Promise<boolean> {
    if (!store) return true
    const { root, number: no, digest } = metadata
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const stored = await store.read(root)
      if (stored?.no === no && stored.digest === digest) return true
      const isOlder = stored !== undefined && no < stored.no
      if (isOlder && !mayBeOlder) return false
      const at = now()
      const context = { at, rpId: relyingParty.id, actor, nextEventId }
      const events = isOlder ? [createEvent('metadata.older_accepted', { number: no }, context)] : []
      const expected = stored && { no: stored.no, digest: stored.digest }
      if ((await store.accept({ root, no, digest, acceptedAt: at }, expected, events)) === 'accepted') return true
    }
    throw new PasskeyError('storage_unavailable')
  }

  return {
    async admit(metadata) {
      if (admitted.has(metadata)) return true
      if (now() - (refusedAt.get(metadata) ?? Number.NEGATIVE_INFINITY) < refusedMs) return false
      if (await accept(metadata, { type: 'system' }, false)) admitted.add(metadata)
      else refusedAt.set(metadata, now())
      return admitted.has(metadata)
    },
    async acceptAnyway(metadata, actor) {
      await accept(metadata, actor, true)
      admitted.add(metadata)
    },
  }
}

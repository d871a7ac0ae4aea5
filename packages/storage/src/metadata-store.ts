import type { EventRecord } from './events.js'

/**
 * Which authenticator metadata was accepted last. So no process, restarted or new, accepts older metadata in which a
 * model is not revoked yet. Needed only where metadata is configured. Lives beside the policies.
 */
export interface MetadataStore {
  /**
   * What was accepted last under this root; undefined if nothing was.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  read(root: string): Promise<AcceptedMetadata | undefined>

  /**
   * Stores what is accepted now, with its events, if what is stored under its root is `expected` (undefined: nothing
   * yet). Otherwise returns `conflict`, and nothing has changed. Of simultaneous calls with one `expected` exactly
   * one is `accepted`. The caller decides which `no` may follow which.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   * @throws {Error} for an event whose id is stored already or named twice
   */
  accept(
    metadata: AcceptedMetadata,
    expected: AcceptedVersion | undefined,
    events: readonly EventRecord[],
  ): Promise<'accepted' | 'conflict'>
}

/** The version of a metadata file. */
export interface AcceptedVersion {
  /** The serial number in the metadata itself. */
  readonly no: number
  /** Of its bytes, as text. */
  readonly digest: string
}

/** The newest metadata that was accepted, and when. */
export interface AcceptedMetadata extends AcceptedVersion {
  /** Names the root that signed it, such as the digest of its certificate; 1 to 255 characters. */
  readonly root: string
  readonly acceptedAt: number
}

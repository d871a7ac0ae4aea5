import type { EventRecord } from './events.js'

/**
 * Which metadata of authenticators was accepted last. So a process that starts anew, or another one, takes no older
 * metadata, in which a model is not revoked yet. Needed only where metadata is configured. Lives beside the policies.
 */
export interface MetadataStore {
  /** What was accepted last under this root; undefined when nothing was. */
  read(root: string): Promise<AcceptedMetadata | undefined>

  /**
   * Stores what is accepted now, with its events, when what is stored under its root is `expected` (undefined: nothing
   * yet); else `conflict`, and nothing has changed. Of simultaneous calls with one `expected` exactly one is
   * `accepted`. Which `no` may follow which is for the caller to decide.
   */
  accept(
    metadata: AcceptedMetadata,
    expected: AcceptedVersion | undefined,
    events: readonly EventRecord[],
  ): Promise<'accepted' | 'conflict'>
}

/** The version of a metadata file. */
export interface AcceptedVersion {
  /** The serial number that the metadata itself has. */
  readonly no: number
  /** Of its bytes, as text. */
  readonly digest: string
}

/** The newest metadata that was accepted, and when. */
export interface AcceptedMetadata extends AcceptedVersion {
  /** Names the root that has signed it, such as the digest of its certificate; 1 to 255 characters. */
  readonly root: string
  readonly acceptedAt: number
}

import type { TrustAnchor } from '../webauthn/parse/trust-anchor.js'

/** Provides the metadata that your app has fetched. Latchkey fetches nothing. */
export interface MetadataSource {
  /**
   * The text of the newest blob, unchanged from `https://mds3.fidoalliance.org`. Called whenever the metadata is
   * needed, once for simultaneous calls; the same text is parsed once. After its `nextUpdate` no new passkey is
   * trusted because of it.
   */
  readonly read: () => Promise<string> | string
  /**
   * The root certificates that the service's signature is verified against, PEM or DER. Add the next one beside the
   * present one before the service changes it.
   */
  readonly root: TrustAnchor | readonly TrustAnchor[]
}

export interface ResolvedMetadataSource extends Pick<MetadataSource, 'read'> {
  readonly roots: readonly TrustAnchor[]
}

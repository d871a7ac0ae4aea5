import type { Settings } from '../config/settings.js'
import type { Metadata } from '../webauthn/attestation/metadata/read-metadata.js'
import type { AuthenticatorModel } from '../webauthn/attestation/trust-rules.js'
import type { TrustAnchor } from '../webauthn/parse/trust-anchor.js'

/** What the FIDO Metadata Service says of models, as the host hands it in. */
export interface ModelMetadata {
  /**
   * The certificates that an authenticator of this model must lead to; none for one that is not listed, was
   * compromised or revoked, and none at all when the metadata is out of date.
   *
   * @throws {PasskeyError} `attestation_chain_untrusted` for metadata that the service has not signed.
   */
  anchorsOf(model: AuthenticatorModel): Promise<readonly TrustAnchor[]>
}

/** Remembers the last blob that it has read: reading one takes longer than a registration. */
export function createModelMetadata({ metadata: source, now }: Settings): ModelMetadata {
  let last: { readonly blob: string; readonly metadata: Metadata } | undefined

  async function read(blob: string, root: TrustAnchor): Promise<Metadata> {
    if (last?.blob === blob) return last.metadata
    const { readMetadata } = await import('../webauthn/attestation/metadata/read-metadata.js')
    const metadata = await readMetadata(blob, { roots: [root], now: now() })
    last = { blob, metadata }
    return metadata
  }

  return {
    async anchorsOf(model) {
      if (!source) return []
      const metadata = await read(await source.read(), source.root)
      return now() < metadata.validUntil ? metadata.anchorsOf(model) : []
    },
  }
}

import type { Settings } from '../config/settings.js'
import type { Metadata } from '../webauthn/attestation/metadata/read-metadata.js'
import type { AuthenticatorModel } from '../webauthn/attestation/trust-rules.js'
import type { TrustAnchor } from '../webauthn/parse/trust-anchor.js'

/** The data of the FIDO Metadata Service, from the blob that your app provides. */
export interface ModelMetadata {
  /**
   * The trust anchors for an authenticator of this model. Empty if the model is not listed, compromised or revoked, or
   * if the metadata is out of date.
   *
   * @throws {PasskeyError} `attestation_chain_untrusted` if the service has not signed the metadata.
   */
  anchorsOf(model: AuthenticatorModel): Promise<readonly TrustAnchor[]>
}

/** Caches the last parsed blob: parsing takes longer than a registration. */
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

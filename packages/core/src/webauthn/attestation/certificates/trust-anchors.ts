import type { TrustAnchor } from '../../parse/trust-anchor.js'
import { anchorBytes } from '../../parse/trust-anchor.js'
import { type Certificate, parseCertificate } from './certificate.js'

/**
 * The trusted certificates, parsed.
 *
 * @throws {TypeError} if one is not a certificate: they are part of your app's configuration.
 */
export function readTrustAnchors(anchors: readonly TrustAnchor[]): readonly Certificate[] {
  return anchors.map((anchor) => {
    try {
      return parseCertificate(anchorBytes(anchor))
    } catch (cause) {
      throw new TypeError('A trust anchor is not a certificate; give each as PEM or DER.', { cause })
    }
  })
}

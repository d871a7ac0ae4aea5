import type { TrustAnchor } from '../../parse/trust-anchor.js'
import { anchorBytes } from '../../parse/trust-anchor.js'
import { type Certificate, parseCertificate } from './certificate.js'

/**
 * The certificates that somebody trusts, read.
 *
 * @throws {TypeError} for what is no certificate: whoever runs the app has given it.
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

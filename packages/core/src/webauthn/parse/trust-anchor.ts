import { derTag, readDerList, readDerSequence } from './der.js'

/** A certificate that attestation is verified against: PEM or DER. */
export type TrustAnchor = string | Uint8Array

const pem = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/

/** The certificate as DER. Empty for text that is not one PEM certificate. The bytes are parsed later. */
export function anchorBytes(anchor: TrustAnchor): Uint8Array {
  if (typeof anchor !== 'string') return anchor
  const content = pem.exec(anchor)?.[1]?.replace(/\s/g, '') ?? ''
  try {
    return Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array(0)
  }
}

/** Whether it has the outline of a certificate. A mistyped or truncated file does not. Its content is parsed later. */
export function isCertificateShaped(anchor: TrustAnchor): boolean {
  const [signed, algorithm, signature, ...others] = readDerSequence(anchorBytes(anchor)) ?? []
  const isOutlined =
    signed?.tag === derTag.sequence && algorithm?.tag === derTag.sequence && signature?.tag === derTag.bitString
  return isOutlined && others.length === 0 && (readDerList(signed.content)?.length ?? 0) >= 6
}

import type { CertificateContent } from './certificate.js'
import type { KeyDescriptionContent } from './statements/android-key.js'
import type { SafetynetContent } from './statements/android-safetynet.js'
import type { CertifyInfoContent, PublicAreaContent } from './statements/tpm-structures.js'

/**
 * Lies in a certified statement, before it is signed: the signatures over the lie are genuine. Each hook gets the
 * honest value and returns its replacement. Bytes replace the whole.
 */
export interface StatementTamper {
  /** The certificate of the key that signs. */
  readonly leaf?: (honest: CertificateContent) => CertificateContent
  /** The certificate that issued it. */
  readonly intermediate?: (honest: CertificateContent) => CertificateContent
  /** The value of `x5c`: other certificates, another order, none, or no certificates at all. */
  readonly chain?: (honest: readonly Uint8Array[]) => readonly unknown[]
  /** TPM: the certified data. */
  readonly certInfo?: (honest: CertifyInfoContent) => CertifyInfoContent | Uint8Array
  /** TPM: the key as the TPM describes it; its name in `certInfo` is that of the lie. */
  readonly pubArea?: (honest: PublicAreaContent) => PublicAreaContent | Uint8Array
  /** Android: the key store's description of the key. */
  readonly keyDescription?: (honest: KeyDescriptionContent) => KeyDescriptionContent | Uint8Array
  /** Apple: the hash that the certificate was issued for. */
  readonly nonce?: (honest: Uint8Array) => Uint8Array
  /** SafetyNet: header and payload of the signed response. */
  readonly safetynet?: (honest: SafetynetContent) => SafetynetContent
}

import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import type { ReadyKey } from './verification-keys.js'

/** The data that an authenticator signs, in an assertion and in a self attestation. */
export interface Signed {
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
  readonly signature: Uint8Array
}

/**
 * The signature over authenticator data and client data hash has the form of its algorithm and is valid under the key.
 *
 * @throws {PasskeyError} `signature_invalid`, or `code` for the signature of an attestation.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-signature-attestation-types
 */
export async function checkSignature(
  { algorithm, key, signatureForm }: ReadyKey,
  { authenticatorData, clientDataHash, signature }: Signed,
  code: 'signature_invalid' | 'attestation_signature_invalid' = 'signature_invalid',
): Promise<void> {
  if (!signatureForm(signature)) throw new PasskeyError(code)
  const signed = platform.concatenate(authenticatorData, clientDataHash)
  if (!(await platform.verify(key, algorithm, signed, signature))) throw new PasskeyError(code)
}

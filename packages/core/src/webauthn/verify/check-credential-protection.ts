import { PasskeyError } from '../../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/** Levels by their names in the options, with their numbers in the signed output. */
const levels = {
  userVerificationOptional: 1,
  userVerificationOptionalWithCredentialIDList: 2,
  userVerificationRequired: 3,
} as const

/** When an authenticator must verify its user before it uses a credential or reveals its existence. */
export type CredentialProtection = keyof typeof levels

/**
 * The signed output shows at least the requested protection level. Without a request, any level passes.
 *
 * @throws {PasskeyError} `extension_output_invalid`
 * @see
 *   https://fidoalliance.org/specs/fido-v2.2-ps-20250714/fido-client-to-authenticator-protocol-v2.2-ps-20250714.html#sctn-credProtect-extension
 */
export function checkCredentialProtection(
  { extensions }: AuthenticatorData,
  required: CredentialProtection | undefined,
): void {
  if (required === undefined) return
  const level = extensions?.get('credProtect')
  if (typeof level !== 'number' || level < levels[required]) throw new PasskeyError('extension_output_invalid')
}

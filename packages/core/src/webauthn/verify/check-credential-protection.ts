import { PasskeyError } from '../../errors.js'
import type { AuthenticatorData } from '../parse/authenticator-data.js'

/** Levels by their names in the options, with their numbers in the signed output. */
const levels = {
  userVerificationOptional: 1,
  userVerificationOptionalWithCredentialIDList: 2,
  userVerificationRequired: 3,
} as const

/** When an authenticator must verify its user before it uses a credential, or says that it is there. */
export type CredentialProtection = keyof typeof levels

/**
 * The credential is protected as strictly as was demanded, by the signed word of the authenticator; where nothing was
 * demanded, anything will do.
 *
 * @throws {PasskeyError} `extension_output_invalid`
 * @see https://fidoalliance.org/specs/fido-v2.2-ps-20250714/fido-client-to-authenticator-protocol-v2.2-ps-20250714.html#sctn-credProtect-extension
 */
export function checkCredentialProtection(
  { extensions }: AuthenticatorData,
  demanded: CredentialProtection | undefined,
): void {
  if (demanded === undefined) return
  const level = extensions?.get('credProtect')
  if (typeof level !== 'number' || level < levels[demanded]) throw new PasskeyError('extension_output_invalid')
}

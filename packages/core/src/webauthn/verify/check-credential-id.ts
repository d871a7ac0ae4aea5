import type { CredentialId } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import type { AttestedCredential } from '../parse/authenticator-data.js'

const shortest = 16
const longest = 1023

/**
 * The id has an allowed length and is the one in the envelope.
 *
 * @throws {PasskeyError} `credential_id_too_long`, `credential_id_invalid`, `credential_id_mismatch`
 */
export function checkCredentialId(credential: Pick<AttestedCredential, 'id' | 'idLength'>, named: CredentialId): void {
  if (credential.idLength > longest) throw new PasskeyError('credential_id_too_long')
  if (credential.idLength < shortest) throw new PasskeyError('credential_id_invalid')
  if (credential.id !== named) throw new PasskeyError('credential_id_mismatch')
}

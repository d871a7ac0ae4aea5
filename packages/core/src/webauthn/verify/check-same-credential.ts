import type { CredentialId } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/**
 * The response is from the stored credential whose key verifies it.
 *
 * @throws {PasskeyError} `credential_not_found`
 */
export function checkSameCredential(answered: CredentialId, credential: { readonly id: string }): void {
  if (answered !== credential.id) throw new PasskeyError('credential_not_found')
}

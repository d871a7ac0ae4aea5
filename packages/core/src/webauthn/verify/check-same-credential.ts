import type { CredentialId } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'

/**
 * The answer is of the credential whose key it is checked with.
 *
 * @throws {PasskeyError} `credential_not_found`
 */
export function checkSameCredential(answered: CredentialId, credential: { readonly id: string }): void {
  if (answered !== credential.id) throw new PasskeyError('credential_not_found')
}

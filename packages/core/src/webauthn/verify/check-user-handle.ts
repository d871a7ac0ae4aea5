import type { UserHandle } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import { sameText } from '../../platform/constant-time.js'

/**
 * The response is for the owner of the credential. Passes if the response has no user handle, or none is stored.
 *
 * @throws {PasskeyError} `user_handle_mismatch`
 */
export function checkUserHandle(answered: UserHandle | undefined, owner: string | undefined): void {
  if (answered === undefined || owner === undefined) return
  if (!sameText(answered, owner)) throw new PasskeyError('user_handle_mismatch')
}

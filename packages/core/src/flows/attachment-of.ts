import type { AuthenticatorAttachment } from '@latchkey/wire'
import { PasskeyError } from '../errors.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/**
 * Where the authenticator must be: what the policy says, or what is asked for where it leaves that open.
 *
 * @throws {PasskeyError} `forbidden` for another than the policy's.
 */
export function attachmentOf(
  { attachment: allowed }: EffectivePolicy,
  asked: AuthenticatorAttachment | undefined,
): AuthenticatorAttachment | undefined {
  if (allowed === 'any') return asked
  if (asked !== undefined && asked !== allowed) throw new PasskeyError('forbidden')
  return allowed
}

import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'

/**
 * Pass this instead of a binding to let any browser finish the ceremony. An attacker who tricks a user into finishing
 * the attacker's ceremony can then sign that user in to the attacker's account, or add a passkey of the attacker's.
 */
export const unsafelyUnbound: unique symbol = Symbol('unsafelyUnbound')

/** A secret that only this browser has, such as the value of a cookie. Pass the same value at begin and at finish. */
export type Binding = string | typeof unsafelyUnbound

/**
 * The sealed form of a binding: its digest, or `unbound`.
 *
 * @throws {TypeError} unless the binding is a non-empty string or `unsafelyUnbound`.
 */
export async function digestBinding(binding: Binding): Promise<string> {
  if (binding === unsafelyUnbound) return 'unbound'
  if (typeof binding !== 'string' || binding === '') {
    throw new TypeError('binding is missing; pass a secret that only this browser has, or unsafelyUnbound.')
  }
  return encodeBase64url(await platform.sha256(binding))
}

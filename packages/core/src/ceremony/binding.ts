import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'

/**
 * Passed in place of a binding, lets a ceremony be finished by another browser than the one that began it: whoever
 * tricks a user into finishing the attacker's ceremony signs that user in as somebody else, or gets a passkey of
 * their own added.
 */
export const unsafelyUnbound: unique symbol = Symbol('unsafelyUnbound')

/** A secret that only this browser has, such as the value of a cookie; the same at begin and at finish. */
export type Binding = string | typeof unsafelyUnbound

/**
 * What is sealed of a binding: its digest, or `unbound`.
 *
 * @throws {TypeError} for what is neither a string with something in it nor `unsafelyUnbound`.
 */
export async function digestBinding(binding: Binding): Promise<string> {
  if (binding === unsafelyUnbound) return 'unbound'
  if (typeof binding !== 'string' || binding === '') {
    throw new TypeError('binding is missing; pass a secret that only this browser has, or unsafelyUnbound.')
  }
  return encodeBase64url(await platform.sha256(binding))
}

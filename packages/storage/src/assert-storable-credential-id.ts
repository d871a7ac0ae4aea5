import { assertStorable } from './assert-storable.js'

/**
 * Holds for the id of a passkey, and for the `after` of their pages: it fits, and consists of characters of
 * base64url. The same rule for every adapter: a column for base64url only leaves room for the id in an index, and
 * would change any other character.
 *
 * @throws {RangeError} that does not repeat the id.
 */
export function assertStorableCredentialId(id: string): void {
  assertStorable({ id })
  if (!/^[\w-]*$/.test(id)) throw new RangeError('id is not base64url.')
}

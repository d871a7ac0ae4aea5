import { assertStorable } from './assert-storable.js'
import { assertStorableCredentialId } from './assert-storable-credential-id.js'
import type { PasskeyRecord } from './records.js'

/**
 * Holds for a passkey that is to be stored: every text and its key fit, its id is base64url, and its `status` is what
 * its `suspendedBy` says. The same rule for every adapter.
 *
 * @throws {RangeError} that names the field, never its value.
 */
export function assertStorablePasskey(passkey: PasskeyRecord): void {
  assertStorable(passkey)
  assertStorableCredentialId(passkey.id)
  if ((passkey.status === 'suspended') !== passkey.suspendedBy.includes('environment')) {
    throw new RangeError('status is not what suspendedBy says.')
  }
}

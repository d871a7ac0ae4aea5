import type { PasskeyRecord } from '@latchkey/storage'

/** Was it created without its user noticing, or by another product? Then little is known of it at first. */
export function isUnproven({ source, userVerified }: Pick<PasskeyRecord, 'source' | 'userVerified'>): boolean {
  return !userVerified && (source === 'import' || source === 'upgrade')
}

/**
 * Does it count as a passkey that the user has? One that was created silently or imported does after its first use here:
 * the user may not know it, or not have it any more.
 */
export function isInUse(passkey: PasskeyRecord): boolean {
  return !isUnproven(passkey) || passkey.usedHere === true
}

/**
 * Is the user verification of this passkey a factor by itself? If its user was not verified when it was created, the
 * PIN may be set by a thief of the key, anyone with the user's password could have created it silently, and an imported
 * one may be older than the user's other factors. It is one if the user had no second factor at that time, or after it
 * was proven.
 *
 * @see https://www.w3.org/TR/webauthn-3/#abstract-opdef-credential-record-uvinitialized
 */
export function provesItself(passkey: Pick<PasskeyRecord, 'userVerified' | 'hadSecondFactor'>): boolean {
  return passkey.userVerified || passkey.hadSecondFactor !== true
}

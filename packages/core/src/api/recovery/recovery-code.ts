import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import type { Settings } from '../../config/settings.js'
import { normalizedCode } from '../../registration/typed-code.js'

/** 32 characters; of letters that look alike, one: I and L are read as 1, O as 0. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const secretBytes = 10
const secretLength = 16

/** A new code of 80 random bits, with a check letter: five groups, such as `7K3D-9WQX-0ABC-5RTY-M`. */
export function newRecoveryCode({ randomBytes }: Pick<Settings, 'randomBytes'>): string {
  let bits = randomBytes(secretBytes).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  let letters = ''
  for (let at = 0; at < secretLength; at++) {
    letters = alphabet.charAt(Number(bits % 32n)) + letters
    bits /= 32n
  }
  return [...(letters.match(/.{4}/g) ?? []), checkLetter(letters)].join('-')
}

/** A code as it was typed, in one form; undefined if no code has that form, or its check letter is wrong. */
export function parseRecoveryCode(typed: unknown): string | undefined {
  const code = normalizedCode(typed)?.replaceAll(/[IL]/g, '1').replaceAll('O', '0')
  if (code?.length !== secretLength + 1) return undefined
  const letters = code.slice(0, -1)
  const isCode = [...letters].every((letter) => alphabet.includes(letter)) && code.at(-1) === checkLetter(letters)
  return isCode ? letters : undefined
}

/** Odd weights: one wrong letter always changes it, and two neighbors that are swapped nearly always do. */
function checkLetter(letters: string): string {
  const sum = [...letters].reduce((total, letter, at) => total + (2 * at + 1) * alphabet.indexOf(letter), 0)
  return alphabet.charAt(sum % alphabet.length)
}

/** What is stored of a code: where it is found, and what it must equal. */
export interface RecoveryDigest {
  readonly id: string
  readonly hash: Uint8Array
}

/** Whose code it is: a user, or an identifier that no user has. */
export type CodeOwner = { readonly userId: string } | { readonly unknown: string }

const text = new TextEncoder()

/**
 * The digest of a code. A wrong code has the id of no row, so it counts nothing and locks nothing. The key is derived from
 * the decoy secret, which is never rotated, so that codes outlive every rotation of the other secrets.
 */
export async function digestRecoveryCode(
  { decoySecret, environment, relyingParty }: Settings,
  owner: CodeOwner,
  letters: string,
): Promise<RecoveryDigest> {
  const key = await platform.hmacSha256(decoySecret, text.encode(JSON.stringify(['latchkey/v1 recovery', environment])))
  const whose = 'userId' in owner ? [owner.userId] : [null, owner.unknown]
  const digest = await platform.hmacSha256(key, text.encode(JSON.stringify([relyingParty.id, ...whose, letters])))
  return { id: encodeBase64url(digest.slice(0, 16)), hash: digest.slice(16) }
}

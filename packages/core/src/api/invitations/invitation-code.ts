import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import type { Settings } from '../../config/settings.js'
import { normalizedCode } from '../../registration/typed-code.js'

/** Without letters and digits that look alike: 0 and O, 1 and I and L. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const codeLength = 12
const idForm = /^[\w-]{22}$/

/** A new id of 128 bits and a new code of 12 characters, both random. */
export function newInvitationCode({ randomBytes }: Settings): { readonly id: string; readonly code: string } {
  const bytes = randomBytes(2 * codeLength)
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const letters = Array.from({ length: codeLength }, (_, at) =>
    alphabet.charAt(numbers.getUint16(2 * at) % alphabet.length),
  )
  return { id: encodeBase64url(randomBytes(16)), code: letters.join('') }
}

/**
 * An id and a code as they were typed in, or undefined if no invitation can have them. Spaces and case do not count.
 */
export function parseInvitationCode(
  id: unknown,
  typed: unknown,
): { readonly id: string; readonly code: string } | undefined {
  if (typeof id !== 'string' || !idForm.test(id)) return undefined
  const code = normalizedCode(typed)
  const isCode = code?.length === codeLength && [...code].every((letter) => alphabet.includes(letter))
  return isCode ? { id, code } : undefined
}

const text = new TextEncoder()

/** The stored form of a code. Its key is derived from the decoy secret, so a copy of the database reveals no code. */
export async function hashInvitationCode(
  { decoySecret, environment, relyingParty }: Settings,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<Uint8Array> {
  const name = JSON.stringify(['latchkey/v1 invitation', environment, relyingParty.id])
  const key = await platform.hmacSha256(decoySecret, text.encode(name))
  return platform.hmacSha256(key, text.encode(JSON.stringify([id, code])))
}

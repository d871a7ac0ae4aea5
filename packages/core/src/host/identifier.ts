import { PasskeyError } from '../errors.js'
import { canonicalText } from '../webauthn/parse/canonical-text.js'

const longest = 320

/**
 * An identifier that a user typed, in canonical form: trimmed, NFC, the domain of an e-mail address in lower case. Your
 * app decides whether the rest is case-sensitive.
 *
 * @throws {PasskeyError} `malformed` unless it has 1 to 320 characters, none of them a control character.
 */
export function parseIdentifier(value: unknown): string {
  const identifier = canonicalIdentifier(value)
  if (identifier === undefined)
    throw new PasskeyError('malformed', { cause: new TypeError('identifier must be text of 1 to 320 characters.') })
  return identifier
}

/** The same, but undefined instead of an error. */
export function canonicalIdentifier(value: unknown): string | undefined {
  const identifier = canonicalText(value, longest)
  if (identifier === undefined) return undefined
  const at = identifier.lastIndexOf('@')
  return at < 0 ? identifier : identifier.slice(0, at) + identifier.slice(at).toLowerCase()
}

import { PasskeyError } from '../errors.js'
import { canonicalText } from '../webauthn/parse/canonical-text.js'

const longest = 320

/**
 * What somebody typed to say who they are, in canonical form: trimmed, NFC, the domain of an e-mail address in lower
 * case. Whether the rest minds its case is for the host to say.
 *
 * @throws {PasskeyError} `malformed` for what is no text of 1 to 320 characters without control characters.
 */
export function parseIdentifier(value: unknown): string {
  const identifier = canonicalIdentifier(value)
  if (identifier === undefined) throw new PasskeyError('malformed')
  return identifier
}

/** The same, and undefined for what cannot be one. */
export function canonicalIdentifier(value: unknown): string | undefined {
  const identifier = canonicalText(value, longest)
  if (identifier === undefined) return undefined
  const at = identifier.lastIndexOf('@')
  return at < 0 ? identifier : identifier.slice(0, at) + identifier.slice(at).toLowerCase()
}

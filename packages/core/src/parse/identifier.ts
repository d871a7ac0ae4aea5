import { PasskeyError } from '../errors.js'

const longest = 320
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const control = /[\u0000-\u001f\u007f-\u009f]/

/**
 * What somebody typed to say who they are, in canonical form: trimmed, NFC, the domain of an e-mail address in lower
 * case. Whether the rest minds its case is for the host to say.
 *
 * @throws {PasskeyError} `malformed` for what is no text of 1 to 320 characters without control characters.
 */
export function parseIdentifier(value: unknown): string {
  if (typeof value !== 'string' || value.length > longest || !value.isWellFormed()) throw new PasskeyError('malformed')
  const identifier = value.trim().normalize('NFC')
  if (identifier === '' || control.test(identifier)) throw new PasskeyError('malformed')
  const at = identifier.lastIndexOf('@')
  return at < 0 ? identifier : identifier.slice(0, at) + identifier.slice(at).toLowerCase()
}

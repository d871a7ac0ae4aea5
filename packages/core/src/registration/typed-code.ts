/** A longer text cannot be a code. */
const longestTyped = 64

/** What people put between the characters of a code: white space and every kind of hyphen. */
const separators = /[\s\u00ad\u2010-\u2015\u2212_.-]/g

/**
 * A code as it was typed, in one form: upper case, without separators, and with full-width letters and digits as plain
 * ones. Undefined for a value that is not text, or is too long. Letters of other alphabets stay; no code contains them.
 */
export function normalizedCode(typed: unknown): string | undefined {
  if (typeof typed !== 'string' || typed.length > longestTyped) return undefined
  return typed.normalize('NFKC').replace(separators, '').toUpperCase()
}

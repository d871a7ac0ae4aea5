// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const control = /[\u0000-\u001f\u007f-\u009f]/

/**
 * A text as it is compared and kept: trimmed and NFC. Undefined for what is no text, is empty then, has control
 * characters or lone surrogates, or was longer than so many characters.
 */
export function canonicalText(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string' || value.length > longest || !value.isWellFormed()) return undefined
  const text = value.trim().normalize('NFC')
  return text === '' || control.test(text) ? undefined : text
}

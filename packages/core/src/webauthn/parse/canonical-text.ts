// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const control = /[\u0000-\u001f\u007f-\u009f]/

/**
 * Text in the form that is compared and stored: trimmed and NFC. Undefined if it is not text, is empty, contains
 * control characters or lone surrogates, or was longer than the limit.
 */
export function canonicalText(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string' || value.length > longest || !value.isWellFormed()) return undefined
  const text = value.trim().normalize('NFC')
  return text === '' || control.test(text) ? undefined : text
}

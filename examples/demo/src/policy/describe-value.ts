import type { DescribedField } from '@latchkey/core'

type Range = DescribedField['range']

/** Words that need more than a capital letter and spaces. */
const words: Readonly<Record<string, string>> = {
  otp: 'One-time code',
  code: 'Recovery code',
  'code-and-otp': 'Recovery code and one-time code',
  'email-otp': 'E-mail code',
  'phone-otp': 'Phone code',
  username: 'User name',
  mds: 'FIDO Metadata Service',
  once: 'Never',
  always: 'Every time',
}

/** A word of the policy for display: `if-other-method` becomes `If other method`. */
export function describeWord(word: string): string {
  return words[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1).replaceAll('-', ' ')}`
}

/** A value of the policy for display. */
export function describeValue({ kind }: Range, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.map(describeEntry).join(', ')
  if (typeof value === 'object' && value !== null && 'days' in value) return `After ${count(Number(value.days), 'day')}`
  if (kind === 'instant' && typeof value === 'number') return `From ${new Date(value).toISOString().slice(0, 10)}`
  if (kind !== 'recency') return describeEntry(value)
  return typeof value === 'number' ? describeSeconds(value) : 'Any time'
}

function describeEntry(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Object.values(value).map(String).join(' until ')
  if (typeof value === 'number') return String(value).replace('-', '−')
  const text = String(value)
  return text.startsWith('-----BEGIN') ? 'A certificate' : describeWord(text)
}

function describeSeconds(seconds: number): string {
  return seconds % 60 === 0 ? count(seconds / 60, 'minute') : count(seconds, 'second')
}

function count(number: number, unit: string): string {
  return number === 1 ? `1 ${unit}` : `${number} ${unit}s`
}

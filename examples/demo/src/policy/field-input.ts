import type { DescribedField } from '@latchkey/core'

type Range = DescribedField['range']

/** The form's values for one field. */
export interface FieldInput {
  /** The chosen option; empty: inherited. */
  readonly choice: string
  /** The text next to the select: a number, or a list. */
  readonly detail: string
  /** The checked boxes. */
  readonly picked: readonly string[]
}

const inherited: FieldInput = { choice: '', detail: '', picked: [] }

/** The submitted field. Missing values count as inherited. */
export function readInput(form: FormData, field: string): FieldInput {
  const text = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  return { choice: text(field), detail: text(`${field}:detail`), picked: form.getAll(`${field}:picked`).map(String) }
}

/** The form's values for a value that a layer sets; undefined: not set. */
export function toInput(range: Range, value: unknown): FieldInput {
  if (value === undefined) return inherited
  if (Array.isArray(value)) return listInput(range, value.map(isExemptions(range) ? showExemption : String))
  if (range.kind === 'instant' && typeof value === 'number') {
    return { ...inherited, choice: 'at', detail: new Date(value).toISOString() }
  }
  if (range.kind === 'cadence' && typeof value === 'object' && value !== null && 'days' in value) {
    return { ...inherited, choice: 'days', detail: String(value.days) }
  }
  if (range.kind === 'number') return { ...inherited, detail: String(value) }
  if (range.kind === 'recency' && value !== 'none') return { ...inherited, choice: 'seconds', detail: String(value) }
  return { ...inherited, choice: String(value) }
}

/** The value that the form sets; undefined: inherited. The policy validates it. */
export function fromInput(range: Range, { choice, detail, picked }: FieldInput): unknown {
  if (range.kind === 'number') return detail === '' ? undefined : toNumber(detail)
  if (choice === '') return undefined
  if (choice === 'own') return listed(range, [...picked, ...split(range, detail)])
  if (range.kind === 'switch') return choice === 'true'
  if (range.kind === 'recency' && choice === 'seconds') return toNumber(detail)
  if (range.kind === 'instant' && choice === 'at') return toInstant(detail)
  if (range.kind === 'cadence' && choice === 'days') return { days: toNumber(detail) }
  return choice
}

/** The boxes of a list that is a set of known values. */
export function boxesOf(range: Range): readonly (string | number)[] | undefined {
  return range.kind === 'list' && typeof range.of === 'object' ? range.of : undefined
}

function listInput(range: Range, values: readonly string[]): FieldInput {
  const separator = isCertificates(range) || boxesOf(range) === undefined ? '\n' : ', '
  return { choice: 'own', detail: values.join(separator), picked: values }
}

function listed(range: Range, texts: readonly string[]): readonly unknown[] {
  if (isExemptions(range)) return [...new Set(texts)].map(readExemption)
  const areNumbers = boxesOf(range)?.some((value) => typeof value === 'number') ?? false
  return [...new Set(texts)].map((text) => (areNumbers ? toNumber(text) : text))
}

function split(range: Range, text: string): readonly string[] {
  if (isExemptions(range)) return text.split('\n').filter((line) => line.trim() !== '')
  const between = isCertificates(range) ? /(?<=-----END CERTIFICATE-----)\s*/ : /[\s,]+/
  return text.split(between).filter((part) => part !== '')
}

function isCertificates(range: Range): boolean {
  return 'of' in range && range.of === 'certificate'
}

function isExemptions(range: Range): boolean {
  return 'of' in range && range.of === 'exemption'
}

/** One line: `user ada until 2027-03-01T00:00:00.000Z`. */
function showExemption(value: object): string {
  const { userId, groupId, until } = { userId: undefined, groupId: undefined, until: 0, ...value }
  const whom = userId === undefined ? `group ${groupId}` : `user ${userId}`
  return `${whom} until ${new Date(until).toISOString()}`
}

function readExemption(line: string): unknown {
  const [, kind, id, until = ''] = /^(user|group) (.+) until (\S+)$/.exec(line.trim()) ?? []
  return kind === undefined ? line : { [`${kind}Id`]: id, until: toInstant(until) }
}

/** Text that is not an instant is unchanged, so that the policy reports the issue. */
function toInstant(text: string): number | string {
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? text : instant
}

/** Text that is not a number is unchanged, so that the policy reports the issue. */
function toNumber(text: string): number | string {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : text
}

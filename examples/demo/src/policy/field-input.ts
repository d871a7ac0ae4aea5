import type { DescribedField } from '@latchkey/core'

type Range = DescribedField['range']

/** What the form holds of one field. */
export interface FieldInput {
  /** The entry of its select; empty: inherited. */
  readonly choice: string
  /** What is typed beside the select: a number, or a list. */
  readonly detail: string
  /** The boxes that are ticked. */
  readonly picked: readonly string[]
}

const inherited: FieldInput = { choice: '', detail: '', picked: [] }

/** The field as the form sent it; what is missing counts as inherited. */
export function readInput(form: FormData, field: string): FieldInput {
  const text = (name: string): string => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  return { choice: text(field), detail: text(`${field}:detail`), picked: form.getAll(`${field}:picked`).map(String) }
}

/** A value that a layer states, as the form shows it; undefined: it states none. */
export function toInput(range: Range, value: unknown): FieldInput {
  if (value === undefined) return inherited
  if (Array.isArray(value)) return listInput(range, value.map(String))
  if (range.kind === 'cadence' && typeof value === 'object' && value !== null && 'days' in value) {
    return { ...inherited, choice: 'days', detail: String(value.days) }
  }
  if (range.kind === 'number') return { ...inherited, detail: String(value) }
  if (range.kind === 'recency' && value !== 'none') return { ...inherited, choice: 'seconds', detail: String(value) }
  return { ...inherited, choice: String(value) }
}

/** What the form states for the field; undefined: it is inherited. Whether that may be is for the policy to say. */
export function fromInput(range: Range, { choice, detail, picked }: FieldInput): unknown {
  if (range.kind === 'number') return detail === '' ? undefined : toNumber(detail)
  if (choice === '') return undefined
  if (choice === 'own') return listed(range, [...picked, ...split(range, detail)])
  if (range.kind === 'switch') return choice === 'true'
  if (range.kind === 'recency' && choice === 'seconds') return toNumber(detail)
  if (range.kind === 'cadence' && choice === 'days') return { days: toNumber(detail) }
  return choice
}

/** Whether a list is of things that one can tick. */
export function boxesOf(range: Range): readonly (string | number)[] | undefined {
  return range.kind === 'list' && typeof range.of === 'object' ? range.of : undefined
}

function listInput(range: Range, values: readonly string[]): FieldInput {
  const separator = isCertificates(range) || boxesOf(range) === undefined ? '\n' : ', '
  return { choice: 'own', detail: values.join(separator), picked: values }
}

function listed(range: Range, texts: readonly string[]): readonly unknown[] {
  const areNumbers = boxesOf(range)?.some((value) => typeof value === 'number') ?? false
  return [...new Set(texts)].map((text) => (areNumbers ? toNumber(text) : text))
}

function split(range: Range, text: string): readonly string[] {
  const between = isCertificates(range) ? /(?<=-----END CERTIFICATE-----)\s*/ : /[\s,]+/
  return text.split(between).filter((part) => part !== '')
}

function isCertificates(range: Range): boolean {
  return 'of' in range && range.of === 'certificate'
}

/** What is no number stays as it was typed, so that the complaint about it is the policy's. */
function toNumber(text: string): number | string {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : text
}

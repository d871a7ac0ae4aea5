import type { DescribedField } from '@latchkey/core'
import { html } from 'hono/html'
import { describeValue, describeWord } from '../policy/describe-value.js'
import { boxesOf, type FieldInput } from '../policy/field-input.js'
import type { FieldText } from '../policy/field-texts.js'
import type { Html } from './layout.js'

export interface PolicyControl {
  readonly described: DescribedField
  readonly text: FieldText
  readonly input: FieldInput
  /** The value that applies if nothing is chosen. */
  readonly inherited: unknown
  /** For `aria-describedby`. */
  readonly describedBy: string
  readonly isInvalid: boolean
}

/** An option of a select. One with a detail has another input next to it. */
interface Entry {
  readonly value: string
  readonly label: string
  readonly detail?: true
}

export function idOf(field: string): string {
  return field.replaceAll('.', '-')
}

/** The input for a field: a number, or a select with the input for its detail. */
export function policyControl(control: PolicyControl): Html {
  const { described, input, inherited } = control
  const { field, range } = described
  if (range.kind === 'number') {
    return html`<input id="${idOf(field)}" name="${field}:detail" type="number" min="${range.least}" max="${range.most}"
      value="${input.detail}" placeholder="${describeValue(range, inherited)}" ${attributes(control)} />`
  }
  const inherit: Entry = { value: '', label: `Inherit: ${shorten(describeValue(range, inherited))}` }
  const options = [inherit, ...entriesOf(range)].map(
    ({ value, label, detail }) =>
      html`<option value="${value}" ${value === input.choice ? 'selected' : ''} ${detail ? 'data-detail' : ''}>
        ${label}
      </option>`,
  )
  return html`<div class="chooser">
    <select id="${idOf(field)}" name="${field}" ${attributes(control)}>${options}</select>
    ${detailOf(control)}
  </div>`
}

function attributes({ describedBy, isInvalid }: PolicyControl): Html {
  return html`aria-describedby="${describedBy}" ${isInvalid ? html`aria-invalid="true"` : ''}`
}

const yesOrNo: readonly Entry[] = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

function entriesOf(range: DescribedField['range']): readonly Entry[] {
  const own: Entry = { value: 'own', label: 'Only these', detail: true }
  const ofWords = (words: readonly string[]): readonly Entry[] =>
    words.map((value) => ({ value, label: describeWord(value) }))
  switch (range.kind) {
    case 'choice':
      return ofWords(range.values)
    case 'switch':
      return yesOrNo
    case 'recency':
      return [
        { value: 'none', label: 'Any time' },
        { value: 'seconds', label: 'Seconds', detail: true },
      ]
    case 'cadence':
      return [...ofWords(range.values), { value: 'days', label: 'After a number of days', detail: true }]
    case 'instant':
      return [...ofWords([range.word]), { value: 'at', label: 'From a date', detail: true }]
    case 'list-or-word':
      return [...ofWords([range.word]), own]
    case 'list':
      return [own]
    case 'number':
      return []
  }
}

/** The input for the detail. The style sheet hides it while another option is chosen. */
function detailOf({ described, text, input }: PolicyControl): Html | '' {
  const { field, range } = described
  const boxes = boxesOf(range)
  if (boxes && !text.ordered) return boxGroup(field, { text, boxes, picked: input.picked })
  const name = html`name="${field}:detail"`
  if (range.kind === 'recency' || range.kind === 'cadence') {
    const [unit, least, most] =
      range.kind === 'cadence' ? ['Days', 1, range.mostDays] : ['Seconds', range.least, range.most]
    return html`<input class="detail" ${name} type="number" min="${least}" max="${most}" value="${input.detail}"
      aria-label="${unit}: ${text.label}" />`
  }
  if (boxes)
    return html`<input class="detail" ${name} value="${input.detail}" aria-label="${text.label}: in this order" />`
  if (range.kind === 'instant') {
    return html`<input class="detail" ${name} value="${input.detail}" placeholder="2027-01-31" aria-label="Date: ${text.label}" />`
  }
  if (range.kind !== 'list' && range.kind !== 'list-or-word') return ''
  return html`<textarea class="detail" ${name} rows="3" spellcheck="false" aria-label="${text.label}: one per line">
${input.detail}</textarea>`
}

interface Boxes {
  readonly text: FieldText
  readonly boxes: readonly (string | number)[]
  readonly picked: readonly string[]
}

function boxGroup(field: string, { text, boxes, picked }: Boxes): Html {
  return html`<div class="detail boxes" role="group" aria-label="${text.label}">
    ${boxes.map(String).map(
      (value) => html`<label class="box">
        <input type="checkbox" name="${field}:picked" value="${value}" ${picked.includes(value) ? 'checked' : ''} />
        ${describeWord(value)}
      </label>`,
    )}
  </div>`
}

const longest = 34

/** Options of a select do not wrap. The full text is below the select. */
function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text
}

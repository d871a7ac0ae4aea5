import type { DescribedField, PolicyLayer } from '@latchkey/core'
import { html } from 'hono/html'
import { describeValue } from '../policy/describe-value.js'
import { type FieldInput, fromInput } from '../policy/field-input.js'
import type { FieldText } from '../policy/field-texts.js'
import type { Inherited } from '../policy/policy-form.js'
import type { Html } from './layout.js'
import { idOf, policyControl } from './policy-control.js'

export interface PolicySetting {
  readonly described: DescribedField
  readonly text: FieldText
  readonly input: FieldInput
  readonly inherited: Inherited
  readonly issues: readonly string[]
  /** The value that was not saved because another admin saved first. */
  readonly typed: FieldInput | undefined
}

const layerNames = {
  default: 'the defaults',
  code: 'the code',
  environment: 'the policy for everybody',
  group: 'the group',
  organization: 'the organization',
  implied: 'another setting',
} as const satisfies Readonly<Record<PolicyLayer, string>>

/** One field: its name, its value here, and the inherited value. */
export function policySetting(setting: PolicySetting): Html {
  const { described, text, input, inherited, issues } = setting
  const id = idOf(described.field)
  const isOwn = fromInput(described.range, input) !== undefined
  const isInvalid = issues.length > 0
  const describedBy = [`${id}-origin`, ...(text.hint ? [`${id}-hint`] : []), ...(isInvalid ? [`${id}-problem`] : [])]
  const control = { described, text, input, inherited: inherited.value, describedBy: describedBy.join(' '), isInvalid }
  return html`<div class="setting" data-field="${described.field}" ${isOwn ? 'data-own' : ''}>
    <div class="setting-name">
      <label for="${id}">${text.label}</label>
      ${text.hint ? html`<p class="hint" id="${id}-hint">${text.hint}</p>` : ''}
    </div>
    <div class="setting-value">
      ${policyControl(control)}
      <p class="origin" id="${id}-origin">${origin(described, inherited, isOwn)}</p>
      ${isInvalid ? html`<p class="problem" id="${id}-problem">${issues.join('; ')}</p>` : ''} ${lost(setting)}
    </div>
  </div>`
}

function origin({ range }: DescribedField, { value, layer }: Inherited, isOwn: boolean): Html {
  const inheritedValue = html`<b>${describeValue(range, value)}</b>, from ${layerNames[layer]}`
  return isOwn ? html`<span class="tag">Set here</span> Inherited: ${inheritedValue}` : inheritedValue
}

function lost({ described: { range }, input, typed }: PolicySetting): Html | '' {
  if (!typed) return ''
  const had = fromInput(range, typed)
  if (JSON.stringify(had) === JSON.stringify(fromInput(range, input))) return ''
  return html`<p class="lost">You chose <b>${had === undefined ? 'Inherit' : describeValue(range, had)}</b></p>`
}

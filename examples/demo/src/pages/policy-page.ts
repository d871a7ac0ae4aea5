import { html } from 'hono/html'
import type { Organization } from '../organizations.js'
import { fromInput } from '../policy/field-input.js'
import { type FieldGroup, fieldGroups } from '../policy/field-texts.js'
import type { PlacedIssues } from '../policy/place-issues.js'
import { fields, type Inherited, type PolicyForm } from '../policy/policy-form.js'
import { productPrompts } from '../policy/product-prompts.js'
import type { AppSession } from '../sessions.js'
import { describeAge } from '../times.js'
import { adminPage } from './admin-page.js'
import { icon } from './icons.js'
import type { Html } from './layout.js'
import { type PreviewedUsers, policyPreview } from './policy-preview.js'
import { policySetting } from './policy-setting.js'
import { scopeTabs } from './scope-tabs.js'

export interface PolicyPage {
  readonly session: AppSession
  readonly form: PolicyForm
  readonly inherited: ReadonlyMap<string, Inherited>
  readonly lastChange: { readonly at: number; readonly by: string } | undefined
  readonly now: number
  readonly isSaved?: boolean
  /** The product whose values were just filled in. */
  readonly filledIn?: string
  readonly issues?: PlacedIssues
  /** The values that were not saved because another admin saved first. */
  readonly typed?: PolicyForm
  readonly preview?: PreviewedUsers
}

export function policyPage(page: PolicyPage): Html {
  const { form, preview, session } = page
  const content = html`<h1>Passkey policy</h1>
    <p class="lead">${form.organization ? overrideLead : 'Applies to all users. Organizations can override it.'}</p>
    ${scopeTabs({ label: 'Policy scope', path: '/admin/policy', current: form.organization })} ${news(page)} ${preview ? policyPreview(preview) : ''}
    <form method="post" action="/admin/policy" class="policy" novalidate>
      <button class="default" type="submit" tabindex="-1" aria-hidden="true">Save</button>
      <input type="hidden" name="version" value="${form.version}" />
      ${form.organization ? override(form, form.organization) : ''}
      ${fieldGroups.map((group) => section(group, page))} ${bar(page)}
    </form>`
  return adminPage({ part: 'policy', title: titleOf(page), session, content })
}

const overrideLead = 'Applies to users who work in this organization. Fields that are not set here are inherited.'

function titleOf({ form, preview, issues }: PolicyPage): string {
  const where = form.organization ? `Passkey policy of ${form.organization.name}` : 'Passkey policy'
  if (issues) return `Error: ${where}`
  return preview ? `Preview: ${where}` : where
}

/** The result of the last action. Screen readers announce it. */
function news({ isSaved, filledIn, issues, typed, lastChange, now }: PolicyPage): Html | '' {
  if (issues) return notice('problem', `Nothing was saved. ${['Check the marked fields.', ...issues.others].join(' ')}`)
  if (typed && lastChange) {
    const change = `${lastChange.by} changed this policy ${describeAge(lastChange.at, now)}`
    return notice('problem', `${change}. Your changes were not saved. Fields you set differently are marked.`)
  }
  if (filledIn !== undefined) return notice('done', `${filledIn}’s values are filled in. Save to apply them.`)
  return isSaved ? notice('done', 'Saved. The policy applies on all servers within ten seconds.') : ''
}

function notice(tone: 'done' | 'problem', text: string): Html {
  return html`<p class="notice" id="notice" role="status" data-tone="${tone}">${text}</p>`
}

function override({ enabled }: PolicyForm, { id, name }: Organization): Html {
  return html`<input type="hidden" name="organization" value="${id}" />
    <label class="panel override">
      <span>
        <strong>Override the policy for ${name}</strong>
        <span class="hint">If you turn this off, the settings stay saved and the policy for everybody applies.</span>
      </span>
      <input class="switch" type="checkbox" role="switch" name="enabled" ${enabled ? 'checked' : ''} />
    </label>`
}

/** The groups that are open at first. The others open when they contain an issue or a conflict. */
const opened: ReadonlySet<string> = new Set(['passkeys', 'prompting'])

function section(group: FieldGroup, { form, issues, typed, inherited }: PolicyPage): Html {
  const shown = Object.keys(group.fields).flatMap((name) => fields.filter(({ field }) => field === name))
  const own = shown.filter(({ field, range }) => {
    const input = form.inputs.get(field)
    return input && fromInput(range, input) !== undefined
  })
  const settings = shown.flatMap((described) => {
    const { field } = described
    const [text, input, base] = [group.fields[field], form.inputs.get(field), inherited.get(field)]
    if (!text || !input || !base) return []
    const faults = issues?.byField.get(field) ?? []
    return [policySetting({ described, text, input, inherited: base, issues: faults, typed: typed?.inputs.get(field) })]
  })
  const isMarked = typed !== undefined || shown.some(({ field }) => issues?.byField.has(field))
  return html`<details class="panel group" id="${group.id}" ${opened.has(group.id) || isMarked ? 'open' : ''}>
    <summary>
      <h2>${group.title}</h2>
      <span class="lead">${group.lead}</span>
      ${own.length > 0 ? html`<span class="tag">${own.length} set here</span>` : ''} ${icon('chevron')}
    </summary>
    ${group.id === 'prompting' ? products : ''} ${settings}
  </details>`
}

const products = html`<div class="products" role="group" aria-labelledby="products-title">
  <p class="hint" id="products-title">Start from a product’s documented values:</p>
  ${Object.entries(productPrompts).map(
    ([id, { name }]) =>
      html`<button class="button small" formaction="/admin/policy/values#prompting" name="product" value="${id}">${name}</button>`,
  )}
</div>`

function bar({ lastChange, now, form, ...rest }: PolicyPage): Html {
  const isPending = Boolean(rest.preview ?? rest.filledIn ?? rest.issues)
  const change = lastChange
    ? html`Version ${form.version}, changed ${describeAge(lastChange.at, now)} by ${lastChange.by}`
    : 'Never changed'
  return html`<div class="bar">
    <p class="meta">${isPending ? html`<b>Not saved yet.</b> ` : ''}${change}</p>
    <button class="button" type="submit" formaction="/admin/policy/preview">Preview</button>
    <button class="button primary" type="submit">Save</button>
  </div>`
}

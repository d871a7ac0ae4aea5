import { type Actor, PasskeyError } from '@latchkey/core'
import { type Context, Hono } from 'hono'
import { addressOf } from '../address-of.js'
import { actorOf } from '../find-admin.js'
import type { Guarded } from '../guards.js'
import { organizations } from '../organizations.js'
import type { Html } from '../pages/layout.js'
import { type PolicyPage, policyPage } from '../pages/policy-page.js'
import { passkeys } from '../passkeys.js'
import { toInput } from '../policy/field-input.js'
import { placeIssues } from '../policy/place-issues.js'
import { fields, type PolicyForm, policyOf, readInherited, readPolicyForm, showStored } from '../policy/policy-form.js'
import { valueAt } from '../policy/policy-places.js'
import { findProduct, productFields } from '../policy/product-prompts.js'
import { readForm } from '../read-form.js'
import { users } from '../users.js'

/** The passkey policy, for all users and for each organization. */
export const policy = new Hono<Guarded>()

policy.get('/admin/policy', async (context) => {
  const organization = organizations.find(context.req.query('organization'))
  const stored = await passkeys.policy.stored({ organizationId: organization?.id })
  const isSaved = context.req.query('saved') !== undefined
  return context.html(await show(context, { form: showStored(organization, stored), isSaved }))
})

policy.post('/admin/policy', async (context) => {
  const form = readPolicyForm(await readForm(context.req.raw))
  try {
    await save(form, actorOf(context.get('session')))
  } catch (error) {
    return explain(context, form, error)
  }
  return context.redirect(addressOf('/admin/policy', { organization: form.organization?.id, saved: '' }), 303)
})

policy.post('/admin/policy/preview', async (context) => {
  const form = readPolicyForm(await readForm(context.req.raw))
  try {
    const { lockedOut, items } = await passkeys.admin.policy.preview(proposed(form))
    const named = await Promise.all(
      items.map(async ({ userId, otherSignInMethods }) => ({ name: await nameOf(userId), otherSignInMethods })),
    )
    const people = named.sort((one, other) => one.name.localeCompare(other.name))
    return context.html(await show(context, { form, preview: { lockedOut, users: people } }))
  } catch (error) {
    return explain(context, form, error)
  }
})

/** Fills in the values that a product documents, without a save. */
policy.post('/admin/policy/values', async (context) => {
  const sent = await readForm(context.req.raw)
  const form = readPolicyForm(sent)
  const product = findProduct(sent.get('product'))
  if (!product) return context.html(await show(context, { form }), 422)
  const filled = fields
    .filter(({ field }) => productFields.some((it) => it === field))
    .map(({ field, range }) => [field, toInput(range, valueAt(product, field))] as const)
  const inputs = new Map([...form.inputs, ...filled])
  return context.html(await show(context, { form: { ...form, inputs }, filledIn: product.name }))
})

async function save(form: PolicyForm, actor: Actor): Promise<void> {
  const layer = proposed(form)
  const change = { expectedVersion: form.version, actor }
  if (layer.organizationId === undefined) await passkeys.admin.policy.setEnvironment({ ...layer, ...change })
  else await passkeys.admin.policy.setOrganization({ ...layer, ...change })
}

/** Only an organization's layer can be switched off. */
function proposed(form: PolicyForm) {
  const policy = policyOf(form)
  return form.organization ? { organizationId: form.organization.id, policy, enabled: form.enabled } : { policy }
}

/** Shows issues next to their fields; after a conflict, shows the stored values next to the submitted ones. */
async function explain(context: Context<Guarded>, form: PolicyForm, error: unknown): Promise<Response> {
  if (!(error instanceof PasskeyError)) throw error
  if (error.code === 'policy_invalid') {
    const issues = placeIssues(
      error.issues ?? [],
      fields.map(({ field }) => field),
    )
    return context.html(await show(context, { form, issues }), 422)
  }
  if (error.code !== 'version_conflict') throw error
  const stored = await passkeys.policy.stored({ organizationId: form.organization?.id })
  return context.html(await show(context, { form: showStored(form.organization, stored), typed: form }), 409)
}

type Shown = Omit<PolicyPage, 'session' | 'inherited' | 'lastChange' | 'now'>

async function show(context: Context<Guarded>, { form, ...rest }: Shown): Promise<Html> {
  const { changedAt, changedBy } = await passkeys.policy.stored({ organizationId: form.organization?.id })
  const lastChange = changedAt === undefined ? undefined : { at: changedAt, by: await nameOf(changedBy) }
  const inherited = await readInherited(form.organization)
  return policyPage({ ...rest, form, inherited, lastChange, session: context.get('session'), now: Date.now() })
}

async function nameOf(userId: string | undefined): Promise<string> {
  return (userId === undefined ? undefined : await users.findById(userId))?.name ?? 'an unknown user'
}

import type { EventRecord, StoredPolicyRecord } from '@latchkey/storage'
import { checkConfined } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { scopeOf } from '../../context/policy-reader.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, adminEventContext, createEvent, type EventContext } from '../../events/create-event.js'
import { parseOrganizationId } from '../../host/ids.js'
import type { PartialPolicy } from '../../policy/effective-policy.js'
import { changedFields } from '../../policy/map-fields.js'
import { type ResolvedPolicy, resolvePolicy } from '../../policy/resolve-policy.js'
import { assertValid, checkRoots } from './validate-layer.js'

/** A stored layer. Version 0: no layer was ever stored, and no field is set. */
export interface StoredPolicy {
  readonly policy: PartialPolicy
  /** A disabled override stays stored and has no effect. */
  readonly enabled: boolean
  readonly version: number
  readonly changedAt?: number
  readonly changedBy?: string
}

/** What `policy.stored` and `policy.inherited` take. */
export interface StoredPolicyInput {
  /**
   * The organization of the override. Without it, the environment's own layer.
   *
   * @default the environment's own layer
   */
  readonly organizationId?: string | undefined
}

/** What `admin.policy.setEnvironment` takes. */
export interface SetEnvironmentInput {
  /** The whole layer. Omitted fields are inherited from the layers below. */
  readonly policy: PartialPolicy
  /** The version that the change is based on; 0 for the first. */
  readonly expectedVersion: number
  readonly actor: Actor
}

/** What `admin.policy.setOrganization` takes. */
export interface SetOrganizationInput extends SetEnvironmentInput {
  readonly organizationId: string
  /**
   * Whether the override is enabled.
   *
   * @default true
   */
  readonly enabled?: boolean | undefined
}

/** What `admin.policy.clearOrganization` takes. */
export interface ClearOrganizationInput extends Omit<SetEnvironmentInput, 'policy'> {
  readonly organizationId: string
}

/** The stored layer, read without caches. */
export async function storedPolicy(context: Context, input: StoredPolicyInput): Promise<StoredPolicy> {
  const scope = scopeOf(parseOrganizationId(input.organizationId))
  return show((await context.store.policies.read([scope])).at(0))
}

/**
 * The policy below a stored layer, whose fields it inherits: the policy in code below the environment's, the
 * environment's below an override.
 */
export async function inheritedPolicy(
  { settings, policies }: Context,
  { organizationId }: StoredPolicyInput,
): Promise<ResolvedPolicy> {
  if (parseOrganizationId(organizationId) === undefined) {
    return resolvePolicy([{ layer: 'code', policy: settings.policy }])
  }
  const { policy, from } = await policies.resolved(undefined)
  return { policy, from }
}

/** Stores the environment's layer. In effect here at once, and everywhere within ten seconds. See `AdminApi`. */
export function setEnvironment(context: Context, input: SetEnvironmentInput): Promise<StoredPolicy> {
  return write(context, { ...input, enabled: true })
}

/** Stores the organization's override. In effect here at once, and everywhere within ten seconds. See `AdminApi`. */
export function setOrganization(context: Context, input: SetOrganizationInput): Promise<StoredPolicy> {
  return write(context, { ...input, enabled: input.enabled ?? true })
}

/** Empties and disables the organization's override. Its version increases. See `AdminApi`. */
export function clearOrganization(context: Context, input: ClearOrganizationInput): Promise<StoredPolicy> {
  return write(context, { ...input, policy: {}, enabled: false })
}

interface PolicyWrite extends SetEnvironmentInput {
  readonly organizationId?: string
  readonly enabled: boolean
}

async function write(context: Context, input: PolicyWrite): Promise<StoredPolicy> {
  const { store, policies } = context
  const organizationId = parseOrganizationId(input.organizationId)
  checkVersion(input.expectedVersion)
  const eventContext = adminEventContext(context, input.actor, { organizationId })
  checkConfined(input.actor, organizationId)
  const scope = scopeOf(organizationId)
  const stored = await store.policies.read(organizationId === undefined ? [scope] : ['environment', scope])
  const policy = assertValid(context.settings, input, stored)
  await checkRoots(policy)
  const record: StoredPolicyRecord = {
    scope,
    enabled: input.enabled,
    policy,
    version: input.expectedVersion + 1,
    changedAt: eventContext.at,
    changedBy: input.actor.id,
  }
  const before = stored.find((it) => it.scope === scope)
  const event = changeEvent(before, record, eventContext)
  const outcome = await store.policies.write(record, input.expectedVersion, [event])
  policies.forget()
  if (outcome === 'version_conflict') throw new PasskeyError('version_conflict')
  return show(record)
}

/** Any other value would be a conflict with every version, and no reload would help. */
function checkVersion(expectedVersion: unknown): void {
  if (Number.isInteger(expectedVersion)) return
  throw new TypeError('expectedVersion must be the version that policy.stored returned; 0 for the first.')
}

function changeEvent(
  before: StoredPolicyRecord | undefined,
  { scope, policy, version, enabled }: StoredPolicyRecord,
  eventContext: EventContext,
): EventRecord {
  const change = { version, fields: changedFields(before?.policy ?? {}, policy) }
  return scope === 'environment'
    ? createEvent('policy.changed', change, eventContext)
    : createEvent('policy.override_changed', { ...change, enabled }, eventContext)
}

function show(record: StoredPolicyRecord | undefined): StoredPolicy {
  if (!record) return { policy: {}, enabled: false, version: 0 }
  const { policy, enabled, version, changedAt, changedBy } = record
  return { policy, enabled, version, changedAt, ...(changedBy === undefined ? {} : { changedBy }) }
}

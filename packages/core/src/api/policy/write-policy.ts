import type { EventRecord, StoredPolicyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { type Actor, adminEventContext } from '../../context/event-context.js'
import { scopeOf } from '../../context/policy-reader.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, type EventContext } from '../../events/create-event.js'
import { parseOrganizationId } from '../../host/organization-id.js'
import type { PartialPolicy } from '../../policy/effective-policy.js'
import { changedFields } from '../../policy/map-fields.js'
import { type ResolvedPolicy, resolvePolicy } from '../../policy/resolve-policy.js'
import { assertValid, checkRoots } from './validate-layer.js'

/** A layer as it is kept. Version 0: nothing was ever kept, and nothing is stated. */
export interface StoredPolicy {
  readonly policy: PartialPolicy
  /** An override that is switched off is kept, and says nothing. */
  readonly enabled: boolean
  readonly version: number
  readonly changedAt?: number
  readonly changedBy?: string
}

export interface StoredPolicyInput {
  /** Whose override; the environment's own layer where none is named. */
  readonly organizationId?: string | undefined
}

export interface SetEnvironmentInput {
  /** The whole layer: what it leaves out comes from the layers below again. */
  readonly policy: PartialPolicy
  /** The version that the change was made from, 0 for the first. */
  readonly expectedVersion: number
  readonly actor: Actor
}

export interface SetOrganizationInput extends SetEnvironmentInput {
  readonly organizationId: string
  /** Whether the override holds. Default: true. */
  readonly enabled?: boolean | undefined
}

export interface ClearOrganizationInput extends Omit<SetEnvironmentInput, 'policy'> {
  readonly organizationId: string
}

/** The layer as it is kept now, read past every cache. */
export async function storedPolicy(context: Context, input: StoredPolicyInput): Promise<StoredPolicy> {
  const scope = scopeOf(parseOrganizationId(input.organizationId))
  return show((await context.store.policies.read([scope])).at(0))
}

/**
 * What holds below a stored layer, which it may leave to shine through: the policy in code below the environment's,
 * the environment's below an override.
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

/**
 * The environment's stored layer is this one, for everybody within ten seconds, and here at once.
 *
 * @throws {PasskeyError} `policy_invalid` with `issues`; `version_conflict` when somebody has changed it since;
 *   `storage_unavailable`. Whatever is thrown but the last, nothing has changed.
 */
export function setEnvironment(context: Context, input: SetEnvironmentInput): Promise<StoredPolicy> {
  return write(context, { ...input, enabled: true })
}

/**
 * The organisation's override is this one, for everybody within ten seconds, and here at once. Switched off, it is
 * kept and says nothing.
 *
 * @throws {PasskeyError} as `setEnvironment`; `malformed` for an organisation that cannot be one.
 */
export function setOrganization(context: Context, input: SetOrganizationInput): Promise<StoredPolicy> {
  return write(context, { ...input, enabled: input.enabled ?? true })
}

/**
 * The organisation has no override: it states nothing and is switched off. Its version goes on.
 *
 * @throws {PasskeyError} as `setOrganization`
 */
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
  const occasion = adminEventContext(context, input.actor, { organizationId })
  const scope = scopeOf(organizationId)
  const kept = await store.policies.read(organizationId === undefined ? [scope] : ['environment', scope])
  const policy = assertValid(context.settings, input, kept)
  await checkRoots(policy)
  const record: StoredPolicyRecord = {
    scope,
    enabled: input.enabled,
    policy,
    version: input.expectedVersion + 1,
    changedAt: occasion.at,
    changedBy: input.actor.id,
  }
  const before = kept.find((it) => it.scope === scope)
  const event = changeEvent(before, record, occasion)
  const outcome = await store.policies.write(record, input.expectedVersion, [event])
  policies.forget()
  if (outcome === 'version_conflict') throw new PasskeyError('version_conflict')
  return show(record)
}

function changeEvent(
  before: StoredPolicyRecord | undefined,
  { scope, policy, version, enabled }: StoredPolicyRecord,
  occasion: EventContext,
): EventRecord {
  const change = { version, fields: changedFields(before?.policy ?? {}, policy) }
  return scope === 'environment'
    ? createEvent('policy.changed', change, occasion)
    : createEvent('policy.override_changed', { ...change, enabled }, occasion)
}

function show(record: StoredPolicyRecord | undefined): StoredPolicy {
  if (!record) return { policy: {}, enabled: false, version: 0 }
  const { policy, enabled, version, changedAt, changedBy } = record
  return { policy, enabled, version, changedAt, ...(changedBy === undefined ? {} : { changedBy }) }
}

import type { EventRecord, StoredPolicyRecord } from '@latchkey/storage'
import { checkConfined } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import {
  type LayerOwner,
  type LayerState,
  layerScopeOf,
  readStored,
  scopesBelow,
  toStored,
} from '../../context/policy-layers.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { type Actor, adminEventContext, createEvent, type EventContext } from '../../events/create-event.js'
import type { EventData } from '../../events/event-data.js'
import { parseGroupId } from '../../host/ids.js'
import type { PartialPolicy } from '../../policy/effective-policy.js'
import { changedFields } from '../../policy/map-fields.js'
import { type ResolvedPolicy, resolvePolicy } from '../../policy/resolve-policy.js'
import { assertValid, checkRoots, parseInstant, parseOwner, stateAt } from './validate-layer.js'

/** A stored layer. Version 0: no layer was ever stored, and no field is set. */
export interface StoredPolicy {
  readonly policy: PartialPolicy
  /** A disabled override stays stored and has no effect. */
  readonly enabled: boolean
  readonly version: number
  readonly changedAt?: number
  readonly changedBy?: string
  /** The layer that replaces this one later. */
  readonly scheduled?: ScheduledLayer
}

/** A layer that takes effect later. */
export interface ScheduledLayer {
  readonly policy: PartialPolicy
  readonly enabled: boolean
  /** When it takes effect, epoch milliseconds. */
  readonly effectiveAt: number
}

/** What `policy.stored` and `policy.inherited` take. */
export interface StoredPolicyInput extends RelyingPartyInput {
  /**
   * The organization of the override. Without it, the environment's own layer.
   *
   * @default the environment's own layer
   */
  readonly organizationId?: string | undefined
  /**
   * The group of the layer.
   *
   * @default the environment's own layer
   */
  readonly groupId?: string | undefined
}

/** What `admin.policy.setEnvironment` takes. */
export interface SetEnvironmentInput extends RelyingPartyInput {
  /** The whole layer. Omitted fields are inherited from the layers below. */
  readonly policy: PartialPolicy
  /** The version that the change is based on; 0 for the first. */
  readonly expectedVersion: number
  readonly actor: Actor
  /**
   * When the layer takes effect, epoch milliseconds; until then the previous one applies. A later write replaces a
   * scheduled layer.
   *
   * @default now
   */
  readonly effectiveAt?: number | undefined
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
export interface ClearOrganizationInput extends Omit<SetEnvironmentInput, 'policy' | 'effectiveAt'> {
  readonly organizationId: string
}

/** What `admin.policy.setGroup` takes. */
export interface SetGroupInput extends Omit<SetOrganizationInput, 'organizationId'> {
  /** The group, one of the ids that `host.groupsOf` returns. */
  readonly groupId: string
}

/** What `admin.policy.clearGroup` takes. */
export interface ClearGroupInput extends Omit<ClearOrganizationInput, 'organizationId'> {
  readonly groupId: string
}

/** The stored layer, read without caches. */
export async function storedPolicy(context: Context, input: StoredPolicyInput): Promise<StoredPolicy> {
  const scope = layerScopeOf(parseOwner(input))
  const { now, relyingParty } = context.settings
  return show((await context.store.policies.read(relyingParty.id, [scope])).at(0), now())
}

/**
 * The policy below a stored layer, whose fields it inherits: the policy in code below the environment's, the
 * environment's below the others.
 */
export async function inheritedPolicy(
  { settings, policies }: Context,
  input: StoredPolicyInput,
): Promise<ResolvedPolicy> {
  if (layerScopeOf(parseOwner(input)) === 'environment') {
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

/** Stores the group's layer. In effect here at once, and everywhere within ten seconds. See `AdminApi`. */
export async function setGroup(context: Context, input: SetGroupInput): Promise<StoredPolicy> {
  checkGroupId(input.groupId)
  return write(context, { ...input, enabled: input.enabled ?? true })
}

/** Empties and disables the group's layer. Its version increases. See `AdminApi`. */
export async function clearGroup(context: Context, input: ClearGroupInput): Promise<StoredPolicy> {
  checkGroupId(input.groupId)
  return write(context, { ...input, policy: {}, enabled: false })
}

/** Without the id the environment's layer would be written. */
function checkGroupId(groupId: unknown): void {
  if (parseGroupId(groupId) === undefined) throw new PasskeyError('malformed')
}

interface PolicyWrite extends SetEnvironmentInput {
  readonly organizationId?: string
  readonly groupId?: string
  readonly enabled: boolean
}

async function write(context: Context, input: PolicyWrite): Promise<StoredPolicy> {
  const { store, policies } = context
  const owner = parseOwner(input)
  const effectiveAt = parseInstant(input.effectiveAt)
  checkVersion(input.expectedVersion)
  const eventContext = adminEventContext(context, input.actor, { organizationId: owner.organizationId })
  checkConfined(input.actor, owner.organizationId)
  const scope = layerScopeOf(owner)
  const rpId = context.settings.relyingParty.id
  const stored = await store.policies.read(rpId, [...scopesBelow(scope)])
  const { at } = eventContext
  const startsAt = Math.max(at, effectiveAt ?? at)
  const policy = assertValid(context.settings, { ...owner, policy: input.policy }, { stored, at: startsAt })
  await checkRoots(policy)
  const before = stored.find((it) => it.scope === scope)
  const next = { policy, enabled: input.enabled }
  const record: StoredPolicyRecord = {
    rpId,
    scope,
    ...toStored(
      startsAt > at
        ? { current: stateAt(before, at), scheduled: { ...next, effectiveAt: startsAt } }
        : { current: next },
    ),
    version: input.expectedVersion + 1,
    changedAt: at,
    changedBy: input.actor.id,
  }
  const change = { version: record.version, fields: changedFields(stateAt(before, at).policy, policy) }
  const event = changeEvent(
    { ...change, ...(startsAt > at && { effectiveAt: startsAt }) },
    { ...next, owner },
    eventContext,
  )
  const outcome = await store.policies.write(record, input.expectedVersion, [event])
  policies.forget()
  if (outcome === 'version_conflict') throw new PasskeyError('version_conflict')
  return show(record, at)
}

/** Any other value would be a conflict with every version, and no reload would help. */
function checkVersion(expectedVersion: unknown): void {
  if (Number.isInteger(expectedVersion)) return
  throw new TypeError('expectedVersion must be the version that policy.stored returned; 0 for the first.')
}

interface ChangedLayer {
  readonly owner: LayerOwner
  readonly enabled: boolean
}

function changeEvent(
  change: EventData['policy.changed'],
  { owner: { organizationId, groupId }, enabled }: ChangedLayer,
  eventContext: EventContext,
): EventRecord {
  if (groupId === undefined && organizationId === undefined) return createEvent('policy.changed', change, eventContext)
  const group = groupId === undefined ? {} : { groupId }
  return createEvent('policy.override_changed', { ...change, ...group, enabled }, eventContext)
}

function show(record: StoredPolicyRecord | undefined, at: number): StoredPolicy {
  if (!record) return { policy: {}, enabled: false, version: 0 }
  const { version, changedAt, changedBy } = record
  const { scheduled } = readStored(record)
  return {
    ...pick(stateAt(record, at)),
    version,
    changedAt,
    ...(changedBy === undefined ? {} : { changedBy }),
    ...(scheduled && scheduled.effectiveAt > at ? { scheduled } : {}),
  }
}

/** Without the time at which it took effect. */
function pick({ policy, enabled }: LayerState): LayerState {
  return { policy, enabled }
}

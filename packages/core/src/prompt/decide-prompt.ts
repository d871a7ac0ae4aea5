import type { PromptRecord } from '@latchkey/storage'
import type { PromptJSON, PromptReason } from '@latchkey/wire'
import type { EffectivePolicy, PromptTrigger } from '../policy/effective-policy.js'
import { hasTrustRoots } from '../policy/policy-checks.js'
import { type Demand, demandOf, type RolloutUser } from './rollout.js'

export interface PromptInput {
  readonly policy: EffectivePolicy
  /** The passkeys that can sign the user in. */
  readonly passkeys: UsablePasskeys
  /** The user, as the rollout sees the user. */
  readonly user: RolloutUser
  /** The number of passkeys that count toward the limit, usable or not. */
  readonly held: number
  /** The user's earlier answer. Undefined if there is none. */
  readonly said: Pick<PromptRecord, 'declinedAt' | 'never'> | undefined
  /** How the user signed in. */
  readonly methods: readonly PromptedMethod[]
  /** An agent acts for the user. */
  readonly delegated?: boolean
  readonly on: PromptTrigger
  readonly device: PromptedDevice
  readonly now: number
}

/** `hidden`: every usable passkey is known to be non-discoverable. */
export type UsablePasskeys = 'none' | 'hidden' | 'discoverable'

export interface PromptedMethod {
  readonly name: string
  /** For a passkey: on this device or on another one. */
  readonly attachment?: 'platform' | 'cross-platform'
}

/** The device's capabilities. Undefined if they are unknown. */
export interface PromptedDevice {
  readonly webauthn: boolean | undefined
  readonly platformAuthenticator: boolean | undefined
}

const federated = new Set(['social', 'enterprise'])
const dayMs = 86_400_000

/**
 * Decides whether to prompt the user for a passkey now. Pure: the same input gives the same result.
 *
 * Users of another identity provider are never prompted. If passkeys are mandatory, users without one are always
 * prompted, whatever they answered before. If passkeys are optional, the method, the trigger, the device and earlier
 * answers decide. Users with a passkey may be offered a better one.
 */
export function decidePrompt(input: PromptInput): PromptJSON {
  const { policy, passkeys } = input
  if (policy.mode === 'off') return none('passkeys_off')
  if (input.delegated) return none('delegated')
  if (isFederated(input)) return none('federated_sign_in')
  if (passkeys !== 'none') return decideBetter(input)
  if (!canMake(policy)) return none('none_allowed')
  const demand = demandFor(input)
  if (demand.kind === 'optional') return decideFirst(input)
  return demand.kind === 'grace' ? decideInGrace(input, demand) : decideRequired(input)
}

/** What the policy asks of the user, if the user has no passkey. */
export function demandFor({ policy, user, now }: Pick<PromptInput, 'policy' | 'user' | 'now'>): Demand {
  return policy.mode === 'mandatory' ? demandOf(policy, user, now) : { kind: 'optional' }
}

/** Until when the user has time, if the time of grace begins with this decision. */
export function graceToBegin(input: PromptInput): number | undefined {
  const isAsked = !input.delegated && !isFederated(input) && input.passkeys === 'none' && canMake(input.policy)
  const demand = demandFor(input)
  return isAsked && demand.kind === 'grace' && demand.isNew ? demand.until : undefined
}

/** The user can put the passkey off, after any sign-in, until the date that the page shows. */
function decideInGrace(
  { policy, said, device, now, held }: PromptInput,
  { until }: { readonly until: number },
): PromptJSON {
  const dated = { requiredAt: until }
  if (device.webauthn === false) return { ...none('device_cannot'), ...dated }
  // An answer from before the rollout was given without the date.
  if (said?.declinedAt !== undefined && said.declinedAt >= Number(policy.rollout.from)) {
    const nextAt = Math.min(askAgainAt(policy.rollout.remindEvery, said.declinedAt) ?? until, until)
    if (now < nextAt) return { ...none('declined_recently'), nextAt, ...dated }
  }
  if (held >= policy.limit) return { ...none('none_allowed'), ...dated }
  return { prompt: 'offer', reason: 'grace', skippable: true, never: false, ...dated }
}

/** Has the user signed in with another identity provider? */
export function isFederated({ methods }: { readonly methods: readonly { readonly name: string }[] }): boolean {
  return methods.some(({ name }) => federated.has(name))
}

/** Can any authenticator create a passkey that this policy accepts? */
function canMake({ kinds, trust, authenticators: { allow, deny } }: EffectivePolicy): boolean {
  const isSomeKind = kinds.synced || kinds.deviceBound
  const isSomeModel = allow === 'any' || allow.some((model) => !deny.includes(model))
  return isSomeKind && isSomeModel && (!trust.require || hasTrustRoots(trust.roots))
}

function decideRequired({ policy, held, device }: PromptInput): PromptJSON {
  if (device.webauthn !== false) return required(held < policy.limit ? 'mandatory' : 'limit_reached')
  return policy.unsupportedDevice === 'let-through' ? none('device_cannot') : required('device_unsupported')
}

function decideFirst(input: PromptInput): PromptJSON {
  const { prompt } = input.policy
  // Who has none here has signed in with a passkey of another relying party, such as a former RP ID.
  const after: readonly string[] = prompt.after.length === 0 ? [] : [...prompt.after, 'passkey']
  if (!input.methods.some(({ name }) => after.includes(name))) return none('method_not_prompted')
  if (!prompt.on.includes(input.on)) return none('occasion_not_prompted')
  return offerUnlessDeclined(input, 'due')
}

/** After a sign-in with a passkey: offer one on this device, or a discoverable one. */
function decideBetter(input: PromptInput): PromptJSON {
  const { policy, passkeys, methods, device } = input
  if (input.held >= policy.limit || !canMake(policy)) return none('has_passkey')
  const used = methods.filter(({ name }) => name === 'passkey')
  const isHybrid = used.some(({ attachment }) => attachment === 'cross-platform')
  const mayBeLocal = policy.prompt.local && policy.attachment !== 'cross-platform'
  if (mayBeLocal && isHybrid && device.platformAuthenticator) return offerUnlessDeclined(input, 'local_passkey')
  const canUpgrade = policy.flow === 'both' && passkeys === 'hidden' && used.length > 0
  return policy.prompt.upgrade && canUpgrade ? offerUnlessDeclined(input, 'upgrade') : none('has_passkey')
}

function offerUnlessDeclined({ policy, said, device, now }: PromptInput, reason: PromptReason): PromptJSON {
  if (device.webauthn === false) return none('device_cannot')
  if (said?.never) return none('declined_for_ever')
  if (said?.declinedAt !== undefined) {
    const nextAt = askAgainAt(policy.prompt.every, said.declinedAt)
    if (nextAt === undefined) return none('declined_recently')
    if (now < nextAt) return { ...none('declined_recently'), nextAt }
  }
  return { prompt: 'offer', reason, skippable: true, never: policy.prompt.never }
}

/** When to prompt again after a decline. Undefined if only another answer can change that. */
function askAgainAt(every: EffectivePolicy['prompt']['every'], declinedAt: number): number | undefined {
  if (every === 'once') return undefined
  return every === 'always' ? declinedAt : declinedAt + every.days * dayMs
}

function none(reason: PromptReason): PromptJSON {
  return { prompt: 'none', reason, skippable: true, never: false }
}

function required(reason: PromptReason): PromptJSON {
  return { prompt: 'require', reason, skippable: false, never: false }
}

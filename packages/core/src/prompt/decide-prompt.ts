import type { PromptRecord } from '@latchkey/storage'
import type { PromptJSON, PromptReason } from '@latchkey/wire'
import type { EffectivePolicy, PromptOccasion } from '../policy/effective-policy.js'

export interface PromptInput {
  readonly policy: EffectivePolicy
  readonly hasUsablePasskey: boolean
  /** What the user has answered before; undefined when nothing was ever asked. */
  readonly said: PromptRecord | undefined
  /** The names of the methods of the session. */
  readonly methods: readonly string[]
  readonly on: PromptOccasion
  /** Whether the device can make a passkey at all; undefined when nobody looked. */
  readonly deviceCan: boolean | undefined
  readonly now: number
}

const federated = new Set(['social', 'enterprise'])
const dayMs = 86_400_000

/**
 * Decides whether a user is asked to make a passkey now. Pure: the same input gives the same answer.
 *
 * Mandatory is asked until a passkey is there, whatever was answered before; optional minds method, occasion, device
 * and earlier answers. Who came through another identity provider is never asked.
 */
export function decidePrompt(input: PromptInput): PromptJSON {
  const { policy, hasUsablePasskey, methods } = input
  if (policy.mode === 'off') return none('passkeys_off')
  if (hasUsablePasskey) return none('has_passkey')
  if (methods.some((method) => federated.has(method))) return none('federated_sign_in')
  if (policy.mode === 'mandatory') return { prompt: 'require', reason: 'mandatory', skippable: false, never: false }
  return decideOffer(input)
}

function decideOffer({ policy, said, methods, on, deviceCan, now }: PromptInput): PromptJSON {
  const { prompt } = policy
  const after: readonly string[] = prompt.after
  if (!methods.some((method) => after.includes(method))) return none('method_not_prompted')
  if (!prompt.on.includes(on)) return none('occasion_not_prompted')
  if (deviceCan === false) return none('device_cannot')
  if (said?.never) return none('declined_for_ever')
  if (said?.declinedAt !== undefined) {
    const nextAt = askAgainAt(prompt.every, said.declinedAt)
    if (nextAt === undefined) return none('declined_recently')
    if (now < nextAt) return { ...none('declined_recently'), nextAt }
  }
  return { prompt: 'offer', reason: 'due', skippable: true, never: prompt.never }
}

/** When a declined question comes back; undefined when time alone does not bring it back. */
function askAgainAt(every: EffectivePolicy['prompt']['every'], declinedAt: number): number | undefined {
  if (every === 'once') return undefined
  return every === 'always' ? declinedAt : declinedAt + every.days * dayMs
}

function none(reason: PromptReason): PromptJSON {
  return { prompt: 'none', reason, skippable: true, never: false }
}

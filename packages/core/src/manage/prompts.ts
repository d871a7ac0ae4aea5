import type { PromptAnswer, PromptJSON } from '@latchkey/wire'
import type { Session } from '../config/host.js'
import type { Deployment } from '../deployment/deployment.js'
import { userOccasion } from '../deployment/user-occasion.js'
import { PasskeyError } from '../errors.js'
import { createEvent } from '../events/create-event.js'
import { isUsable } from '../passkey/is-usable.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import type { EffectivePolicy, PromptOccasion } from '../policy/effective-policy.js'
import { decidePrompt, type PromptInput } from '../prompt/decide-prompt.js'
import { checkSession } from '../session/check-session.js'
import { organizationOf } from '../session/organization-of.js'

export interface PromptDecideInput {
  readonly session: Session | null
  readonly organizationId?: string | undefined
  /** What the user has just done. */
  readonly on: PromptOccasion
  /** What the device can do, as its browser says; left out, nobody looked. */
  readonly device?: DeviceCapabilities | undefined
}

export interface DeviceCapabilities {
  readonly webauthn: boolean
  readonly platformAuthenticator?: boolean
  readonly conditionalCreate?: boolean
}

export interface PromptAnswerInput {
  readonly session: Session | null
  readonly organizationId?: string | undefined
  readonly answer: PromptAnswer
}

/**
 * Whether this user should be asked for a passkey now; writes nothing.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`, `malformed`
 */
export async function decide(deployment: Deployment, input: PromptDecideInput): Promise<PromptJSON> {
  const { session, on, device } = input
  checkSession(session)
  const policy = await policyOf(deployment, session, input.organizationId)
  return decideNow(deployment, { policy, session, on, deviceCan: device?.webauthn })
}

interface Occasion extends Pick<PromptInput, 'policy' | 'on' | 'deviceCan'> {
  readonly session: Session
}

async function decideNow({ settings, store }: Deployment, { session, ...occasion }: Occasion): Promise<PromptJSON> {
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  return decidePrompt({
    ...occasion,
    hasUsablePasskey: passkeys.some((passkey) => isUsable(passkey, occasion.policy)),
    said: account?.prompt,
    methods: session.methods.map(({ name }) => name),
    now: settings.now(),
  })
}

/** What each answer is remembered as, and told as. */
const meanings = {
  'not-now': { what: 'declined', event: 'prompt.declined' },
  never: { what: 'never', event: 'prompt.never' },
  'ask-again': { what: 'cleared', event: 'prompt.reset' },
} as const satisfies Readonly<Record<PromptAnswer, object>>

/**
 * Remembers what the user has said, respects it from then on, and answers what is decided now.
 *
 * @throws {PasskeyError} `not_signed_in`, `passkeys_off`; `decline_refused` where a passkey is mandatory, and for
 *   `never` where the policy does not offer that; `malformed` for an answer that is none.
 */
export async function answer(deployment: Deployment, input: PromptAnswerInput): Promise<PromptJSON> {
  const { settings, store } = deployment
  const { session } = input
  checkSession(session)
  const policy = await policyOf(deployment, session, input.organizationId)
  checkAnswer(policy, input.answer)
  const { what, event } = meanings[input.answer]
  const target = { rpId: settings.relyingParty.id, userId: session.userId }
  const occasion = userOccasion(deployment, session)
  const userHandle = newUserHandle(settings)
  const events = [createEvent(event, {}, occasion)]
  await store.accounts.recordPrompt({ ...target, userHandle, at: occasion.at, what, events })
  return decideNow(deployment, { policy, session, on: 'sign-in', deviceCan: undefined })
}

function checkAnswer(policy: EffectivePolicy, given: PromptAnswer): void {
  if (!Object.hasOwn(meanings, given)) throw new PasskeyError('malformed')
  if (policy.mode === 'off') throw new PasskeyError('passkeys_off')
  const isRefused = policy.mode === 'mandatory' && given !== 'ask-again'
  if (isRefused || (given === 'never' && !policy.prompt.never)) throw new PasskeyError('decline_refused')
}

function policyOf({ policies }: Deployment, session: Session, named: string | undefined): Promise<EffectivePolicy> {
  return policies.forUser(session.userId, organizationOf(session, named))
}

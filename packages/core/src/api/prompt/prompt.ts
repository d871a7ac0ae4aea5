import type { AccountRecord, PasskeyRecord, RecordPrompt } from '@latchkey/storage'
import type { PromptAnswer, PromptJSON } from '@latchkey/wire'
import { type AdminUserInput, aboutUser } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { userEventContext } from '../../context/event-context.js'
import { policyForSession } from '../../context/policy-for-session.js'
import { PasskeyError } from '../../errors.js'
import { createEvent } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { isUsable } from '../../passkey/usability.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import type { EffectivePolicy, PromptTrigger } from '../../policy/effective-policy.js'
import { checkMode } from '../../policy/policy-checks.js'
import { decidePrompt, type PromptInput, type UsablePasskeys } from '../../prompt/decide-prompt.js'
import { checkSession, organizationOf } from '../../session/session.js'

export interface PromptDecideInput {
  readonly session: Session | null
  /** What the answer is kept under where the session names none; the strictest policy of the user's holds. */
  readonly organizationId?: string | undefined
  /** What the user has just done. */
  readonly on: PromptTrigger
  /** What the device can do, as its browser says; left out, nobody looked. */
  readonly device?: DeviceCapabilities | undefined
}

export interface DeviceCapabilities {
  readonly webauthn: boolean
  readonly platformAuthenticator?: boolean
  /** Whether the browser makes passkeys without asking; nothing is decided by it yet. */
  readonly conditionalCreate?: boolean
}

export interface PromptAnswerInput {
  readonly session: Session | null
  /** What the answer is kept under where the session names none; the strictest policy of the user's holds. */
  readonly organizationId?: string | undefined
  readonly answer: PromptAnswer
  /** As it was asked. Default: `sign-in`. */
  readonly on?: PromptTrigger | undefined
  readonly device?: DeviceCapabilities | undefined
}

export interface PromptShownInput {
  readonly session: Session | null
  /** What the answer is kept under where the session names none; the strictest policy of the user's holds. */
  readonly organizationId?: string | undefined
}

/**
 * Whether this user should be asked for a passkey now; writes nothing. Where it says `require` the host holds its
 * session back: whatever else it would let the user do waits until a passkey is there.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`, `malformed`
 */
export async function decide(context: Context, input: PromptDecideInput): Promise<PromptJSON> {
  return decidePrompt(await gather(context, input))
}

/** What each answer is remembered as, and told as. */
const meanings = {
  'not-now': { what: 'declined', event: 'prompt.declined' },
  never: { what: 'never', event: 'prompt.never' },
  'ask-again': { what: 'cleared', event: 'prompt.reset' },
} as const satisfies Readonly<Record<PromptAnswer, object>>

/**
 * Remembers what the user has said, respects it from then on, and answers what is decided now: after "Not now" nothing
 * before the next occasion, however often the policy asks.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`; `decline_refused` where the user must have a passkey and has
 *   none, and for `never` where the policy does not offer that; `malformed` for an answer that is none.
 */
export async function answer(context: Context, input: PromptAnswerInput): Promise<PromptJSON> {
  const asked = await gather(context, { ...input, on: input.on ?? 'sign-in' })
  checkAnswer(asked, input.answer)
  const { what, event } = meanings[input.answer]
  const { prompt: said } = await remember(context, input, { what, event })
  const decided = decidePrompt({ ...asked, said })
  // Where the policy asks always, the next question is for the next occasion: a page that follows this one would loop.
  const isAskedAgain = input.answer === 'not-now' && decided.prompt === 'offer'
  return isAskedAgain ? { prompt: 'none', reason: 'declined_recently', skippable: true, never: false } : decided
}

/**
 * The question is on the screen: remembered, and told as an event. It decides nothing; only answers do.
 *
 * @throws {PasskeyError} `not_signed_in`, `passkeys_off`, `forbidden`, `malformed`
 */
export async function shown(context: Context, input: PromptShownInput): Promise<void> {
  const { policy } = await gather(context, { ...input, on: 'sign-in' })
  checkMode(policy)
  await remember(context, input, { what: 'shown', event: 'prompt.shown' })
}

const promptTriggers: readonly PromptTrigger[] = ['sign-in', 'sign-up']

/** Everything that a decision depends on, in one read. */
async function gather(context: Context, input: PromptDecideInput): Promise<PromptInput> {
  const { settings, store } = context
  const { session, on, device } = input
  checkSession(session, context.settings.now())
  if (!promptTriggers.includes(on)) {
    throw new TypeError(`prompt.decide was given on: '${String(on)}'; use ${promptTriggers.join(' or ')}.`)
  }
  const { policy } = await policyForSession(context, session, input.organizationId)
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  return {
    policy,
    passkeys: usableAmong(passkeys, policy),
    held: passkeys.length,
    said: account?.prompt,
    methods: session.methods,
    on,
    device: { webauthn: device?.webauthn, platformAuthenticator: device?.platformAuthenticator },
    now: settings.now(),
  }
}

function usableAmong(passkeys: readonly PasskeyRecord[], policy: EffectivePolicy): UsablePasskeys {
  const usable = passkeys.filter((passkey) => isUsable(passkey, policy))
  if (usable.length === 0) return 'none'
  return usable.every(({ discoverable }) => discoverable === false) ? 'hidden' : 'discoverable'
}

function checkAnswer({ policy, passkeys }: PromptInput, given: PromptAnswer): void {
  if (!Object.hasOwn(meanings, given)) throw new PasskeyError('malformed')
  checkMode(policy)
  const isRefused = policy.mode === 'mandatory' && passkeys === 'none' && given !== 'ask-again'
  if (isRefused || (given === 'never' && !policy.prompt.never)) throw new PasskeyError('decline_refused')
}

interface Remembered {
  readonly what: RecordPrompt['what']
  readonly event: 'prompt.shown' | 'prompt.declined' | 'prompt.never' | 'prompt.reset'
}

function remember(
  context: Context,
  { session, organizationId: named }: PromptShownInput,
  { what, event }: Remembered,
): Promise<AccountRecord> {
  const { settings, store } = context
  checkSession(session, context.settings.now())
  const organizationId = organizationOf(session, named)
  const occasion = userEventContext(context, { userId: session.userId, organizationId })
  return store.accounts.recordPrompt({
    rpId: occasion.rpId,
    userId: session.userId,
    userHandle: newUserHandle(settings),
    at: occasion.at,
    what,
    events: [createEvent(event, {}, occasion)],
  })
}

export type PromptResetInput = AdminUserInput

/**
 * What the user has answered to being asked for a passkey is forgotten: the question may come again at once.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function resetPrompt(context: Context, input: PromptResetInput): Promise<void> {
  const { settings, store } = context
  const occasion = await aboutUser(context, input)
  const { userId } = occasion
  const { account } = await store.passkeys.listByUser(occasion.rpId, userId)
  if (!account) return
  await store.accounts.recordPrompt({
    rpId: occasion.rpId,
    userId,
    userHandle: newUserHandle(settings),
    at: occasion.at,
    what: 'cleared',
    events: [createEvent('prompt.reset', {}, occasion)],
  })
}

import type { AccountRecord, RecordPrompt } from '@latchkey/storage'
import type { PromptAnswer, PromptJSON } from '@latchkey/wire'
import { type AdminUserInput, adminTarget, checkReach } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { policyForSession } from '../../context/policy-reader.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, userEventContext } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import type { PromptTrigger } from '../../policy/effective-policy.js'
import { checkMode } from '../../policy/policy-checks.js'
import { decidePrompt, demandFor, graceToBegin, type PromptInput } from '../../prompt/decide-prompt.js'
import { usablePasskeys } from '../../registration/usable-passkeys.js'
import { checkOwnSession, checkSession, organizationOf } from '../../session/session.js'

/** What `prompt.decide` takes. */
export interface PromptDecideInput extends RelyingPartyInput {
  readonly session: Session | null
  /**
   * The organization to record if the session names none. The strictest of the user's policies applies.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  /** The user's last action. */
  readonly on: PromptTrigger
  /**
   * The device's capabilities, as its browser reports them. Absent: unknown.
   *
   * @default unknown
   */
  readonly device?: DeviceCapabilities | undefined
}

/** A device's capabilities, as its browser reports them. */
export interface DeviceCapabilities {
  readonly webauthn: boolean
  readonly platformAuthenticator?: boolean
  /** Whether the browser creates passkeys without a prompt. No decision depends on it. */
  readonly conditionalCreate?: boolean
}

/** What `prompt.answer` takes. */
export interface PromptAnswerInput extends RelyingPartyInput {
  readonly session: Session | null
  /**
   * The organization to record if the session names none. The strictest of the user's policies applies.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  readonly answer: PromptAnswer
  /**
   * As passed to `decide`.
   *
   * @default `sign-in`
   */
  readonly on?: PromptTrigger | undefined
  /** @default unknown */
  readonly device?: DeviceCapabilities | undefined
}

/** What `prompt.shown` takes. */
export interface PromptShownInput extends RelyingPartyInput {
  readonly session: Session | null
  /**
   * The organization to record if the session names none. The strictest of the user's policies applies.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
}

/** Decides whether to prompt this user for a passkey now. See `Passkeys`. */
export async function decide(context: Context, input: PromptDecideInput): Promise<PromptJSON> {
  return decidePrompt(await inGrace(context, await gather(context, input)))
}

/** The user's time of grace begins, if it has not, whatever the user answered before. The first time written stays. */
async function inGrace({ settings, store }: Context, input: PromptInput): Promise<PromptInput> {
  const until = graceToBegin(input)
  if (until === undefined) return input
  const { graceUntil } = await store.accounts.recordPrompt({
    rpId: settings.relyingParty.id,
    userId: input.user.userId,
    userHandle: newUserHandle(settings),
    at: input.now,
    what: 'grace',
    graceUntil: until,
    events: [],
  })
  return { ...input, said: undefined, user: { ...input.user, graceUntil } }
}

/** The stored value and the event of each answer. */
const meanings = {
  'not-now': { what: 'declined', event: 'prompt.declined' },
  never: { what: 'never', event: 'prompt.never' },
  'ask-again': { what: 'cleared', event: 'prompt.reset' },
} as const satisfies Readonly<Record<PromptAnswer, object>>

/** Stores the user's answer and returns the resulting decision. See `Passkeys`. */
export async function answer(context: Context, input: PromptAnswerInput): Promise<PromptJSON> {
  checkOwnSession(input.session, context.settings.now())
  const asked = await inGrace(context, await gather(context, { ...input, on: input.on ?? 'sign-in' }))
  checkAnswer(asked, input.answer)
  const { what, event } = meanings[input.answer]
  const { prompt: said } = await remember(context, input, { what, event })
  const decided = decidePrompt({ ...asked, said })
  // After "Not now", `every: 'always'` prompts again at the next sign-in: an offer now would send the page into a loop.
  const isAskedAgain = input.answer === 'not-now' && decided.prompt === 'offer'
  return isAskedAgain ? { ...decided, prompt: 'none', reason: 'declined_recently', never: false } : decided
}

/** Records that a prompt was shown. Decisions depend on answers only. See `Passkeys`. */
export async function shown(context: Context, input: PromptShownInput): Promise<void> {
  checkOwnSession(input.session, context.settings.now())
  const { policy } = await gather(context, { ...input, on: 'sign-in' })
  checkMode(policy)
  await remember(context, input, { what: 'shown', event: 'prompt.shown' })
}

const promptTriggers: readonly PromptTrigger[] = ['sign-in', 'sign-up']

/** The input of a decision, in one read. */
async function gather(context: Context, input: PromptDecideInput): Promise<PromptInput> {
  const { settings, store } = context
  const { session, on, device } = input
  checkSession(session, context.settings.now())
  if (!promptTriggers.includes(on)) {
    const given = typeof on === 'string' ? `'${on}'` : String(on)
    throw new TypeError(`prompt.decide was given on: ${given}; use ${promptTriggers.join(' or ')}.`)
  }
  const { policy, groups } = await policyForSession(context, session, input.organizationId)
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, session.userId)
  return {
    policy,
    passkeys: await usablePasskeys(context, { passkeys, policy, organizationId: session.organizationId }),
    user: { userId: session.userId, groups, graceUntil: account?.graceUntil },
    held: passkeys.length,
    said: account?.prompt,
    delegated: session.delegated === true,
    methods: session.methods,
    on,
    device: { webauthn: device?.webauthn, platformAuthenticator: device?.platformAuthenticator },
    now: settings.now(),
  }
}

function checkAnswer(asked: PromptInput, given: PromptAnswer): void {
  const { policy, passkeys } = asked
  if (!Object.hasOwn(meanings, given)) {
    const cause = new TypeError(`answer must be ${Object.keys(meanings).join(', ')}.`)
    throw new PasskeyError('malformed', { cause })
  }
  checkMode(policy)
  const demand = demandFor(asked)
  const isRefused = demand.kind === 'required' && passkeys === 'none' && given !== 'ask-again'
  const isNever = given === 'never' && (!policy.prompt.never || (demand.kind === 'grace' && passkeys === 'none'))
  if (isRefused || isNever) throw new PasskeyError('decline_refused')
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
  checkOwnSession(session, context.settings.now())
  const organizationId = organizationOf(session, named)
  const eventContext = userEventContext(context, { userId: session.userId, organizationId })
  return store.accounts.recordPrompt({
    rpId: eventContext.rpId,
    userId: session.userId,
    userHandle: newUserHandle(settings),
    at: eventContext.at,
    what,
    events: [createEvent(event, {}, eventContext)],
  })
}

/** What `admin.prompt.reset` takes. */
export type PromptResetInput = AdminUserInput

/** Deletes the user's answer to prompts: the next prompt may come at once. See `AdminApi`. */
export async function resetPrompt(context: Context, input: PromptResetInput): Promise<void> {
  const { settings, store } = context
  const eventContext = adminTarget(context, input)
  const { userId } = eventContext
  const { account } = await store.passkeys.listByUser(eventContext.rpId, userId)
  await checkReach(context, eventContext)
  if (!account) return
  await store.accounts.recordPrompt({
    rpId: eventContext.rpId,
    userId,
    userHandle: newUserHandle(settings),
    at: eventContext.at,
    what: 'cleared',
    events: [createEvent('prompt.reset', {}, eventContext)],
  })
}

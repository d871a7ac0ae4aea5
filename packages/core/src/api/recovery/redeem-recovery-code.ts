import type { CodeRecord } from '@latchkey/storage'
import { platform } from '#platform'
import type { Binding, VerifiedOtp } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { userEventContext } from '../../events/create-event.js'
import { findUser } from '../../host/find-user.js'
import type { Session } from '../../host/host.js'
import { canonicalIdentifier } from '../../host/ids.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { type BegunWithCode, beginWithCode } from '../../registration/begin-with-code.js'
import { checkRecoveryOn } from '../../registration/code-policy.js'
import { sendOtp } from '../../registration/otp/send-otp.js'
import { verifyOtp } from '../../registration/otp/verify-otp.js'
import { type CodeOwner, digestRecoveryCode, parseRecoveryCode } from './recovery-code.js'

/** The input of `recovery.redeem`. */
export interface RecoveryRedeemInput extends RelyingPartyInput {
  /** What the user is called, as at a sign-in. */
  readonly identifier: string
  /** As the user typed it: case, spaces and hyphens do not count. */
  readonly code: string
  /**
   * Where the policy's `recovery` is `code-and-otp`: the code that your app has sent then, as the user typed it.
   *
   * @default no code
   */
  readonly otp?: string | undefined
  /**
   * The session at this browser, if there is one.
   *
   * @default none: no user is signed in
   */
  readonly session?: Session | null | undefined
  readonly binding: Binding
  /**
   * The address of the request: `limits.recoveryRedeem` counts it.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** Begins to add a passkey for a user who has lost all others. Documented on `Passkeys`. */
export async function redeemRecoveryCode(
  context: Context,
  { identifier: typedIdentifier, code, otp, session, binding, clientAddress }: RecoveryRedeemInput,
): Promise<BegunWithCode> {
  const { host } = context.settings
  await context.addressLimits.count('recoveryRedeem', clientAddress)
  const identifier = canonicalIdentifier(typedIdentifier)
  const letters = parseRecoveryCode(code)
  if (identifier === undefined || letters === undefined) throw new PasskeyError('code_invalid')
  const user = await findUser(host, identifier)
  const record = await readCode(context, user ? { userId: user.id } : { unknown: identifier }, letters)
  if (!user || !record) throw new PasskeyError('code_invalid')
  const { id: userId } = user
  if (host.maySignIn && (await host.maySignIn({ userId })) !== true) throw new PasskeyError('account_locked')
  const verify = (policy: EffectivePolicy) =>
    verifyUser(context, { policy, record, typed: otp, binding, clientAddress })
  return beginWithCode(context, { record, user, purpose: 'recovery', session, binding, verify })
}

interface Recovery extends Pick<RecoveryRedeemInput, 'binding' | 'clientAddress'> {
  readonly policy: EffectivePolicy
  readonly record: CodeRecord
  readonly typed: string | undefined
}

/**
 * Where the policy asks for a one-time code too: the one that the user has typed. If there is none, your app sends it.
 *
 * @throws {PasskeyError} `forbidden`, `code_required`, `code_invalid`, `too_many_tries`, `storage_unavailable`
 */
async function verifyUser(
  context: Context,
  { policy, record, typed, binding, clientAddress }: Recovery,
): Promise<VerifiedOtp | undefined> {
  checkRecoveryOn(policy)
  if (policy.recovery !== 'code-and-otp') return undefined
  const { userId, id: boundTo } = record
  const use = { userId, purpose: 'recovery', boundTo, binding } as const
  if (typed !== undefined) return verifyOtp(context, { ...use, typed, clientAddress })
  await sendOtp(context, { ...use, eventContext: userEventContext(context, { userId }) })
  throw new PasskeyError('code_required')
}

/** The stored code, or undefined. Makes the same reads for every user and for none. */
async function readCode(
  { settings, store }: Context,
  owner: CodeOwner,
  letters: string,
): Promise<CodeRecord | undefined> {
  const { id, hash } = await digestRecoveryCode(settings, owner, letters)
  const tried = await store.codes.tryRedeem(id, hash, settings.now())
  if (tried === 'refused') return undefined
  const { purpose, rpId, userId, usedAt } = tried.code
  const isOwn =
    purpose === 'recovery' && rpId === settings.relyingParty.id && 'userId' in owner && owner.userId === userId
  if (!isOwn || usedAt !== undefined || !platform.equal(tried.code.hash, hash)) {
    throw new PasskeyError('storage_unavailable')
  }
  return tried.code
}

import type { PasskeyRecord } from '@latchkey/storage'
import { isUnproven, provesItself } from '../assurance/unproven.js'
import type { Settings } from '../config/settings.js'
import type { Session } from '../host/host.js'
import type { Context } from './context.js'

/** A passkey whose user was verified, and the session in which it is used, if there is one. */
export interface VerifiedUse {
  readonly passkey: PasskeyRecord
  readonly session: Session | undefined
}

/**
 * Is the user verification of this passkey a factor, by itself or together with the session? A session proves it whose
 * user has used a second factor, or another passkey with proven user verification.
 */
export async function isVerificationProven(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  { passkey, session }: VerifiedUse,
): Promise<boolean> {
  if (provesItself(passkey)) return true
  if (!session) return false
  const factors = await secondFactorsOf(settings, passkey.userId)
  if (session.methods.some(({ name }) => factors.includes(name))) return true
  const { passkeys } = await store.passkeys.listByUser(passkey.rpId, passkey.userId)
  const isAnother = (it: PasskeyRecord) => it.id !== passkey.id && it.userVerified && it.status === 'active'
  const others = passkeys.flatMap((it) => (isAnother(it) ? [`${it.id}`] : []))
  return session.methods.some(({ passkeyId }) => passkeyId !== undefined && others.includes(passkeyId))
}

/**
 * Whether a user who gets a passkey without user verification has a second factor already: another one than passkeys, or
 * a passkey that is more than unproven.
 */
export async function hasSecondFactor(
  settings: Pick<Settings, 'host'>,
  { userId, passkeys }: { readonly userId: string; readonly passkeys: readonly PasskeyRecord[] },
): Promise<boolean> {
  return passkeys.some((passkey) => !isUnproven(passkey)) || (await secondFactorsOf(settings, userId)).length > 0
}

/** By their names in a session. `passkey` is not one of them: the name does not tell which passkey was used. */
async function secondFactorsOf({ host }: Pick<Settings, 'host'>, userId: string): Promise<readonly string[]> {
  const factors = (await host.secondFactors?.({ userId })) ?? []
  return factors.filter((name) => name !== 'passkey')
}

import type { PasskeyRecord } from '@latchkey/storage'
import { PasskeyError } from '../errors.js'
import type { SessionMethod } from '../host/host.js'

/** What a change is measured against while a passkey of the user is new. */
export interface CooldownRule {
  /** The policy's `newPasskeyCooldown`. */
  readonly seconds: number
  /** All of the user's passkeys. */
  readonly passkeys: readonly PasskeyRecord[]
  /** The passkey to remove. Absent where the recovery codes are replaced. */
  readonly removed?: PasskeyRecord
  /** What the session has used; none for an admin of an organization. */
  readonly methods: readonly SessionMethod[]
  readonly now: number
}

/**
 * No passkey that is newer than what the change takes away is still in its cool-down, or a passkey that is at least as old
 * has signed in since it was added. So a stolen session cannot add a passkey and then remove the owner's. An older passkey
 * always removes a newer one.
 *
 * @throws {PasskeyError} `cooling_down`
 */
export function checkCooldown(rule: CooldownRule): void {
  if (isCoolingDown(rule)) throw new PasskeyError('cooling_down')
}

/** Whether `checkCooldown` refuses. */
export function isCoolingDown({ seconds, passkeys, removed, methods, now }: CooldownRule): boolean {
  if (seconds === 0) return false
  const since = now - seconds * 1000
  const guarded = removed?.createdAt ?? newestBefore(passkeys, since)
  const proofs = methods.flatMap(({ passkeyId, at }) =>
    passkeys.some((it) => it.id === passkeyId && it.status === 'active' && it.createdAt <= guarded) ? [at] : [],
  )
  const latest = Math.max(since, guarded, ...proofs.map((at) => Math.min(at, now)))
  return passkeys.some(({ createdAt }) => createdAt > latest)
}

/** Of the passkeys that have left their cool-down, when the newest was added; the oldest of all, if none has. */
function newestBefore(passkeys: readonly PasskeyRecord[], since: number): number {
  const times = passkeys.map(({ createdAt }) => createdAt)
  const settled = times.filter((at) => at <= since)
  return settled.length > 0 ? Math.max(...settled) : Math.min(...times)
}

import type { PasskeyStorage, PasskeyTarget } from '@latchkey/storage'

/**
 * A storage that lies, to be wrapped around an honest one in which a victim and an attacker have enrolled. Whatever
 * core then does in the attacker's name must fail, and must leave the victim's passkey as it was.
 *
 * Lies that cannot be detected are not among these: another public key under the right id, say, or `recorded` for
 * a ceremony that was recorded before. Who can make a storage tell those has the database already.
 */
export interface HostileStorage {
  /** Says what the storage does. */
  readonly name: string
  /** What the attacker gains when core believes the lie. */
  readonly attackerHopes: string
  /**
   * The verb by which the attacker would gain it: signs in with the attacker's own passkey; or lists, renames or
   * removes as the attacker, naming the victim's passkey.
   */
  readonly attackedBy: 'sign-in' | 'list' | 'rename' | 'remove'
  /** Brings the honest storage to where the lie is one: the attacker's passkey is suspended, say. */
  prepare?(honest: PasskeyStorage, about: LieAbout): Promise<void>
  /** The storage that lies. The honest one stays as it is until a verb is called. */
  lie(honest: PasskeyStorage, about: LieAbout): PasskeyStorage
}

/** Whose passkeys the lie is about. Both are at one relying party. */
export interface LieAbout {
  readonly victim: PasskeyTarget
  readonly attacker: PasskeyTarget
}

type Passkeys = PasskeyStorage['passkeys']

/** The storage with other verbs for passkeys. */
export function withPasskeys(
  honest: PasskeyStorage,
  change: (passkeys: Passkeys) => Partial<Passkeys>,
): PasskeyStorage {
  return { ...honest, passkeys: { ...honest.passkeys, ...change(honest.passkeys) } }
}

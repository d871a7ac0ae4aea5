import type { PasskeyStorage, PasskeyTarget } from '@latchkey/storage'

/**
 * A storage that lies, to be wrapped around an honest one in which a victim and an attacker have enrolled. Whatever
 * core then does in the attacker's name must fail, and must leave the victim's passkey unchanged.
 *
 * Lies that cannot be detected are not included: for example another public key under the right id, or `recorded` for
 * a ceremony that was recorded before. An attacker who can make a storage return those controls the database already.
 */
export interface HostileStorage {
  /** Describes what the storage does. */
  readonly name: string
  /** The attacker's gain if core believes the lie. */
  readonly attackerHopes: string
  /**
   * The verb that the attacker calls: signs in with the attacker's own passkey; or lists, renames or removes as the
   * attacker, naming the victim's passkey.
   */
  readonly attackedBy: 'sign-in' | 'list' | 'rename' | 'remove'
  /** Prepares the honest storage for the lie: for example, the attacker's passkey is suspended. */
  prepare?(honest: PasskeyStorage, about: LieAbout): Promise<void>
  /** The storage that lies. The honest one is unchanged until a verb is called. */
  lie(honest: PasskeyStorage, about: LieAbout): PasskeyStorage
}

/** The owners of the passkeys that the lie is about. Both are at one relying party. */
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

import type { SigningKey } from './signing-key.js'

/** A credential that an authenticator holds. */
export interface HeldCredential {
  /** Base64url. */
  readonly id: string
  readonly rpId: string
  /** Base64url. */
  readonly userHandle: string
  readonly discoverable: boolean
  readonly signCount: number
  readonly key: SigningKey
}

/**
 * What an authenticator holds, oldest first.
 *
 * @see https://www.w3.org/TR/webauthn-3/#authenticator-credentials-map
 */
export interface CredentialMap {
  readonly all: readonly HeldCredential[]
  /** Adds a credential. A discoverable one replaces that user's other discoverable one for this RP ID. */
  add(credential: HeldCredential): void
  /** The newest credential for the RP ID that is one of these. */
  findOneOf(rpId: string, ids: readonly string[]): HeldCredential | undefined
  /** The newest discoverable credential for the RP ID. */
  findDiscoverable(rpId: string): HeldCredential | undefined
  /** Increases the sign count of a credential by one and returns it; 32 bits, so it starts again at zero. */
  countUp(id: string): number
  /** Removes a credential; false if it does not exist. */
  forget(id: string): boolean
  /** The same credentials in a map of their own. */
  copy(): CredentialMap
}

/** A map that holds these credentials. */
export function createCredentialMap(initial: readonly HeldCredential[] = []): CredentialMap {
  let held = initial
  return {
    get all() {
      return held
    },
    add(credential) {
      held = [...held.filter((other) => !isReplacedBy(other, credential)), credential]
    },
    findOneOf: (rpId, ids) => held.findLast((credential) => credential.rpId === rpId && ids.includes(credential.id)),
    findDiscoverable: (rpId) => held.findLast((credential) => credential.rpId === rpId && credential.discoverable),
    countUp(id) {
      const signCount = ((held.find((credential) => credential.id === id)?.signCount ?? 0) + 1) % 2 ** 32
      held = held.map((credential) => (credential.id === id ? { ...credential, signCount } : credential))
      return signCount
    },
    forget(id) {
      const before = held.length
      held = held.filter((credential) => credential.id !== id)
      return held.length < before
    },
    copy: () => createCredentialMap(held),
  }
}

function isReplacedBy(old: HeldCredential, added: HeldCredential): boolean {
  return old.discoverable && added.discoverable && old.rpId === added.rpId && old.userHandle === added.userHandle
}

import type { Authenticator, AuthenticatorCredential, AuthenticatorOptions } from './authenticator.js'
import { createKeySource } from './create-key-source.js'
import { type CredentialMap, createCredentialMap, type HeldCredential } from './credential-map.js'
import { encodeCbor } from './encode-cbor.js'
import { getAssertion } from './get-assertion.js'
import { makeCredential } from './make-credential.js'
import { resolveSettings, type Settings } from './settings.js'
import type { KeySource } from './signing-key.js'

/**
 * A browser with an authenticator in it, in software: it responds as a real one would, or lies in any field.
 *
 * It shares no parser and no check with the code under test, so its results are independent.
 *
 * @example
 * ```ts
 * const authenticator = createAuthenticator({ origin: 'https://app.example.com', algorithms: [-7] })
 * const registration = await authenticator.create(creationOptions)
 * const answer = await authenticator.get(requestOptions)
 *
 * // A genuine signature over a lie: the user was not present.
 * const absent = await authenticator.get(requestOptions, {
 *   tamper: {
 *     authenticatorData: (honest) => ({ ...honest, flags: honest.flags & ~authenticatorFlags.userPresent }),
 *   },
 * })
 *
 * // A lie after signing: the signature does not cover it.
 * const moved = await authenticator.get(requestOptions, {
 *   tamper: { afterSigning: { clientData: (honest) => ({ ...honest, origin: 'https://evil.example' }) } },
 * })
 * ```
 *
 * @throws {TypeError} for an option that no authenticator can follow.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  return assemble(resolveSettings(options), createKeySource(options.randomBytes), createCredentialMap())
}

function assemble(settings: Settings, keys: KeySource, credentials: CredentialMap): Authenticator {
  return {
    get credentials() {
      return Object.freeze(credentials.all.map(visibleCredential))
    },
    create: (options, how = {}) => makeCredential({ settings, credentials, keys, options, how }),
    get: async (options, how = {}) => getAssertion({ settings, credentials, options, how }),
    forget: (id) => credentials.forget(id),
    clone: () => assemble(settings, keys, credentials.copy()),
  }
}

function visibleCredential({ key, ...credential }: HeldCredential): AuthenticatorCredential {
  return Object.freeze({ ...credential, algorithm: key.algorithm, publicKey: encodeCbor(key.publicKey) })
}

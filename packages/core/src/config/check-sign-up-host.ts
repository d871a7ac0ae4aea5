import type { Host } from '../host/host.js'
import type { PasskeysConfig } from './passkeys-config.js'

/**
 * The host, if its sign-up functions are complete. An incomplete set could leave a user without a sign-in method, or a
 * passkey without a user.
 *
 * @throws {TypeError} naming what is missing.
 */
export function checkSignUpHost(host: Host, { policy, storage }: Pick<PasskeysConfig, 'policy' | 'storage'>): Host {
  const missing = missingFunction(host, {
    signUp: policy?.signUp === true,
    shared: storage.sharesTransaction === true,
  })
  if (missing) throw new TypeError(`createPasskeys: ${missing}`)
  return host
}

function missingFunction(
  { findUser, createUser, confirmUser, discardUser }: Host,
  { signUp, shared }: { readonly signUp: boolean; readonly shared: boolean },
): string | undefined {
  if (!createUser) return signUp ? 'policy.signUp needs host.createUser.' : undefined
  if (!findUser) return 'host.createUser needs host.findUser: it says which identifiers are taken.'
  if (!confirmUser !== !discardUser) return 'host.confirmUser and host.discardUser need each other.'
  if (shared || confirmUser) return undefined
  return 'host.createUser needs host.confirmUser and host.discardUser: the storage does not share a transaction.'
}

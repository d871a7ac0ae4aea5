import { capabilities } from './capabilities.js'
import type { PasskeyClientOptions } from './client-options.js'
import { configVerbs } from './config.js'
import { createConnection } from './connection.js'
import { signInVerbs } from './create-sign-in-client.js'
import { enrollVerbs } from './enroll.js'
import { immediateVerbs } from './immediate.js'
import { manageVerbs } from './manage.js'
import { ownCeremonyVerbs } from './own-ceremonies.js'
import type { PasskeyClient } from './passkey-client.js'
import { promptVerbs } from './prompt.js'
import { redeemVerbs } from './redeem.js'
import { signUpVerbs } from './sign-up.js'

/**
 * The client that pages call. `SignedIn` is your app's response to a sign-in. The client uses no browser API before a
 * verb is called, so it can also be created on a server.
 *
 * ```ts
 * const client = createPasskeyClient()
 * button.onclick = () => client.signIn().then(() => location.assign('/home'), showError)
 * ```
 *
 * @throws {TypeError} for an option that is unknown or wrong, and for a `basePath` on another origin.
 */
export function createPasskeyClient<SignedIn = unknown>(options: PasskeyClientOptions = {}): PasskeyClient<SignedIn> {
  const connection = createConnection(options)
  return {
    ...signInVerbs<SignedIn>(connection),
    ...immediateVerbs<SignedIn>(connection),
    ...signUpVerbs<SignedIn>(connection),
    ...enrollVerbs(connection),
    ...ownCeremonyVerbs<SignedIn>(connection),
    ...redeemVerbs(connection),
    ...manageVerbs(connection),
    ...promptVerbs(connection),
    ...configVerbs(connection),
    capabilities,
  }
}

import type { PasskeyRecord, PasskeySource } from '@latchkey/storage'
import type { PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Deployment } from '../deployment/deployment.js'
import { defaultName } from '../passkey/name-passkey.js'
import { showPasskey } from '../passkey/show-passkey.js'
import { keepPasskey } from './keep-passkey.js'
import { orForget } from './or-forget.js'
import { type PasskeyAnswer, provePasskey } from './prove-passkey.js'

/** A passkey that was kept, as its owner may see it. */
export interface Enrolled {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/** What came back for a user whom the host knows. */
export interface AnswerOfAnother extends PasskeyAnswer {
  /** Those that the user has. */
  readonly passkeys: readonly PasskeyRecord[]
  /** As the user gave it; without one it is named after its maker. */
  readonly name: string | undefined
  readonly source: PasskeySource
  /** The admin who enrolls it, when it is one. */
  readonly enrolledBy?: string
}

/**
 * The passkey is the user's, beside those there were.
 *
 * @throws {PasskeyError} what `provePasskey` and `keepPasskey` throw, with `signals` where the passkey is refused for good.
 */
export async function keepAnother(
  deployment: Deployment,
  { response, passkeys, name: given, ...another }: AnswerOfAnother,
): Promise<Enrolled> {
  const { settings } = deployment
  const passkey = await orForget(deployment, response, async () => {
    const registration = await provePasskey(deployment, { ...another, response })
    const taken = passkeys.map(({ name }) => name)
    const name = given ?? defaultName(registration.credential, taken, settings)
    return keepPasskey(deployment, { ...another, registration, name })
  })
  return { passkey: showPasskey(passkey, settings), signals: { rpId: passkey.rpId } }
}

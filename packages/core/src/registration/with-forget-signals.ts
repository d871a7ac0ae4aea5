import type { CredentialId, PasskeyErrorCode, SignalsJSON } from '@latchkey/wire'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { parseCredentialId } from '../webauthn/parse/credential-id.js'
import { parseRegistrationResponse } from '../webauthn/parse/registration-response.js'
import { attestationCodes } from '../webauthn/verify/check-attestation.js'

/** What refuses the passkey itself, whatever is sent again: for what it is, or for what has become of the account. */
const forGood: ReadonlySet<PasskeyErrorCode> = new Set<PasskeyErrorCode>([
  'user_presence_missing',
  'user_verification_missing',
  'backup_flags_invalid',
  'malformed_public_key',
  'algorithm_not_allowed',
  'public_key_invalid',
  ...attestationCodes,
  'extension_output_invalid',
  'second_opinion_differs',
  'attestation_not_trusted',
  'authenticator_not_allowed',
  'limit_reached',
  'account_changed',
  'identifier_taken',
  'forbidden',
])

/**
 * Does what follows once an authenticator has made a passkey. Where the passkey is refused for good, the refusal carries
 * `signals`, so that the browser has it forgotten: it would be offered at every sign-in, and sign nobody in.
 *
 * @throws {PasskeyError} what the work throws
 */
export async function withForgetSignals<Kept>(
  context: Context,
  response: unknown,
  work: () => Promise<Kept>,
): Promise<Kept> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PasskeyError) || !forGood.has(error.code)) throw error
    const signals = await forgetting(context, response).catch(() => undefined)
    throw signals ? withSignals(error, signals) : error
  }
}

/** Not for an id that somebody has, nor, lest the two can be told apart, for one that was made up for nobody. */
async function forgetting({ settings, store, decoys }: Context, response: unknown): Promise<SignalsJSON | undefined> {
  const { id: rpId } = settings.relyingParty
  const id: CredentialId = parseCredentialId(parseRegistrationResponse(response).id)
  const [found, isDecoy] = await Promise.all([store.passkeys.find(rpId, id), decoys.isDecoy(id)])
  return found || isDecoy ? undefined : { rpId, unknownCredentialId: id }
}

function withSignals(error: PasskeyError, signals: SignalsJSON): PasskeyError {
  const { code, cause = error, issues } = error
  return new PasskeyError(code, { cause, signals, ...(issues ? { issues } : {}) })
}

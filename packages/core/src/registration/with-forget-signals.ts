import type { CredentialId, PasskeyErrorCode, SignalsJSON } from '@latchkey/wire'
import type { Context } from '../context/context.js'
import { PasskeyError } from '../errors.js'
import { parseCredentialId } from '../webauthn/parse/credential-id.js'
import { parseRegistrationResponse } from '../webauthn/parse/registration-response.js'
import { attestationCodes } from '../webauthn/verify/check-attestation.js'

/**
 * Codes that refuse the passkey itself, whatever is sent again: because of what it is, or because the account has
 * changed.
 */
const permanent: ReadonlySet<PasskeyErrorCode> = new Set<PasskeyErrorCode>([
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
 * Runs everything after an authenticator has created a passkey. If the passkey is refused permanently, the refusal
 * carries `signals`, so that the browser deletes it. Otherwise the browser would offer it at every sign-in, and it
 * would never work.
 *
 * @throws {PasskeyError} what `work` throws
 */
export async function withForgetSignals<Kept>(
  context: Context,
  response: unknown,
  work: () => Promise<Kept>,
): Promise<Kept> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PasskeyError) || !permanent.has(error.code)) throw error
    const signals = await forgetting(context, response).catch(() => undefined)
    throw signals ? withSignals(error, signals) : error
  }
}

/** No signals for an id that a user has, nor for the id of a decoy, so that the two cannot be distinguished. */
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

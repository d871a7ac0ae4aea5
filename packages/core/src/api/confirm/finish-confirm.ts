import { encodeBase64url } from '@latchkey/wire'
import type { AssertionResult } from '../../assertion/finish-assertion.js'
import { finishOwn, type OwnCeremonyFinishInput, type OwnFinished } from '../../assertion/finish-own.js'
import type { OwnCeremony } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import type { PlainJson } from '../../host/plain-json.js'
import { sameText } from '../../platform/constant-time.js'
import { confirmChallenge, nonceOf, parsePayload } from '../../receipt/payload.js'
import { type Receipt, signReceipt } from '../../receipt/receipt.js'

/** What `confirm.finish` takes. */
export interface ConfirmFinishInput extends OwnCeremonyFinishInput {
  /** The payload that `confirm.begin` returned. The order of its keys does not matter. */
  readonly payload: unknown
}

/** The user's passkey has confirmed the payload. Makes no session. Act on `payload`, and store `receipt`. */
export interface Confirm extends AssertionResult<'confirm'> {
  /** What was confirmed, as verified: frozen. */
  readonly payload: PlainJson
  /** For `verifyReceipt`. */
  readonly receipt: Receipt
}

/** The signed-in user has confirmed the payload. See `Passkeys`. */
export async function finishConfirm(context: Context, input: ConfirmFinishInput): Promise<Confirm> {
  const { value: payload } = parsePayload(input.payload)
  const finished = await finishOwn(context, 'confirm', input, (ceremony) => checkPayload(context, ceremony, payload))
  return { ...finished.result, payload, receipt: await writeReceipt(context, finished) }
}

/** The sealed challenge was made for this payload. */
async function checkPayload({ settings }: Context, ceremony: OwnCeremony, payload: PlainJson): Promise<void> {
  const { environment, relyingParty } = settings
  const { userId, organizationId, issuedAt } = ceremony
  const covered = { environment, rpId: relyingParty.id, userId, organizationId, issuedAt, payload }
  const challenge = await confirmChallenge(nonceOf(ceremony.challenge), covered)
  if (!sameText(challenge, ceremony.challenge)) throw new PasskeyError('challenge_mismatch')
}

function writeReceipt({ settings }: Context, finished: OwnFinished<'confirm'>): Promise<Receipt> {
  const { ceremony, used, response } = finished
  const { userId, organizationId, issuedAt, challenge } = ceremony
  const receipt = {
    v: 1,
    type: 'latchkey.confirm',
    environment: settings.environment,
    rpId: settings.relyingParty.id,
    userId,
    ...(organizationId === undefined ? {} : { organizationId }),
    issuedAt,
    finishedAt: used.lastUsedAt ?? settings.now(),
    nonce: encodeBase64url(nonceOf(challenge)),
    credential: { id: used.id, publicKey: encodeBase64url(used.publicKey) },
    response: {
      clientDataJSON: encodeBase64url(response.clientDataJSON),
      authenticatorData: encodeBase64url(response.authenticatorData),
      signature: encodeBase64url(response.signature),
    },
  } as const
  return signReceipt(receipt, settings)
}

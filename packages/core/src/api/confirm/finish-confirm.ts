import { encodeBase64url } from '@latchkey/wire'
import { describeOwn, finishOwn, type OwnFinished, type OwnResult } from '../../assertion/finish-own.js'
import type { Binding, OwnCeremony } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import type { Session } from '../../host/host.js'
import type { PlainJson } from '../../host/plain-json.js'
import { sameText } from '../../platform/constant-time.js'
import { confirmChallenge, nonceOf } from '../../receipt/confirm-challenge.js'
import { parsePayload } from '../../receipt/payload.js'
import { type Receipt, signReceipt } from '../../receipt/receipt.js'
import { checkOwnSession } from '../../session/session.js'

/** What `confirm.finish` takes. */
export interface ConfirmFinishInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  /** The session of the user who began. */
  readonly session: Session | null
  /** The payload that `confirm.begin` returned. The order of its keys does not matter. */
  readonly payload: unknown
  readonly binding: Binding
  /** The address of the request. Only the number of addresses is stored, with refusals before a signature. */
  readonly clientAddress?: string | undefined
}

/** The user's passkey has confirmed the payload. Makes no session. Act on `payload`, and store `receipt`. */
export interface Confirm extends OwnResult {
  readonly kind: 'confirm'
  /** What was confirmed, as verified: frozen. */
  readonly payload: PlainJson
  /** For `verifyReceipt`. */
  readonly receipt: Receipt
}

/** The signed-in user has confirmed the payload. See `Passkeys`. */
export async function finishConfirm(context: Context, input: ConfirmFinishInput): Promise<Confirm> {
  const { value: payload } = parsePayload(input.payload)
  const ceremony = await context.envelopes.open('confirm', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, async () => {
    const { session, response, clientAddress } = input
    checkOwnSession(session, context.settings.now())
    await checkPayload(context, ceremony, payload)
    const answer = { purpose: 'confirm', ceremony, session, response, clientAddress, mayBind: false } as const
    const finished = await finishOwn(context, answer)
    const receipt = await writeReceipt(context, ceremony, finished)
    return { kind: 'confirm', ...describeOwn(context, finished), payload, receipt }
  })
}

/** The sealed challenge was made for this payload. */
async function checkPayload({ settings }: Context, ceremony: OwnCeremony, payload: PlainJson): Promise<void> {
  const { environment, relyingParty } = settings
  const { userId, organizationId, issuedAt } = ceremony
  const covered = { environment, rpId: relyingParty.id, userId, organizationId, issuedAt, payload }
  const challenge = await confirmChallenge(nonceOf(ceremony.challenge), covered)
  if (!sameText(challenge, ceremony.challenge)) throw new PasskeyError('challenge_mismatch')
}

function writeReceipt({ settings }: Context, ceremony: OwnCeremony, finished: OwnFinished): Promise<Receipt> {
  const { userId, organizationId, issuedAt, challenge } = ceremony
  const { used, response } = finished
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

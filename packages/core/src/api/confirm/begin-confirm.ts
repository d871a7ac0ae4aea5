import type { RequestOptionsJSON } from '@latchkey/wire'
import { beginOwn } from '../../assertion/begin-own.js'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import type { Session } from '../../host/host.js'
import type { PlainJson } from '../../host/plain-json.js'
import { requestOptions } from '../../options/request-options.js'
import { confirmChallenge, nonceBytes } from '../../receipt/confirm-challenge.js'
import { type Payload, parsePayload } from '../../receipt/payload.js'
import { checkOwnSession } from '../../session/session.js'

/** What `confirm.begin` takes. */
export interface ConfirmBeginInput {
  readonly session: Session | null
  /** The organization to record if the session names none. The strictest of the user's policies applies. */
  readonly organizationId?: string | undefined
  /** What the user confirms: plain JSON of at most 16 kB and 16 levels. */
  readonly payload: unknown
  readonly binding: Binding
}

/** What `confirm.begin` returns: send `options` to the browser. */
export interface BegunConfirm {
  /** Opaque; goes back to `confirm.finish`. */
  readonly ceremony: string
  readonly options: RequestOptionsJSON
  /** What will be confirmed: show this, and pass it to `confirm.finish`. `host.describeConfirm` may have replaced it. */
  readonly payload: PlainJson
}

/** Begins a confirmation: writes nothing. See `Passkeys`. */
export async function beginConfirm(context: Context, input: ConfirmBeginInput): Promise<BegunConfirm> {
  const { settings, envelopes } = context
  const { session, organizationId, binding } = input
  const given = parsePayload(input.payload)
  checkOwnSession(session, settings.now())
  const userVerification = 'required'
  const request = { session, organizationId, binding, userVerification, mayBind: false } as const
  const begun = await beginOwn(context, request)
  const { value: payload } = await described(context, session, given)
  const { environment, relyingParty, randomBytes } = settings
  const { userId, organizationId: at, issuedAt } = begun.ceremony
  const covered = { environment, rpId: relyingParty.id, userId, organizationId: at, issuedAt, payload }
  const challenge = await confirmChallenge(randomBytes(nonceBytes), covered)
  const { policy, allow } = begun
  const options = requestOptions(policy, { rpId: relyingParty.id, challenge, allow, userVerification })
  return { ceremony: await envelopes.seal('confirm', { ...begun.ceremony, challenge }), options, payload }
}

/** The payload as your app wants to have it confirmed. */
async function described({ settings }: Context, session: Session, given: Payload): Promise<Payload> {
  if (!settings.host.describeConfirm) return given
  const answer = await settings.host.describeConfirm(session, given.value)
  if (answer === true) return given
  if (answer === false || answer === null || answer === undefined || answer === '' || answer === 0) {
    throw new PasskeyError('forbidden')
  }
  return parsePayload(answer)
}

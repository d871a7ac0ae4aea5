import { type BegunOwnCeremony, beginOwn, type OwnCeremonyBeginInput, sealOwn } from '../../assertion/begin-own.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import type { Session } from '../../host/host.js'
import type { PlainJson } from '../../host/plain-json.js'
import { confirmChallenge, nonceBytes, type Payload, parsePayload } from '../../receipt/payload.js'

/** What `confirm.begin` takes. */
export interface ConfirmBeginInput extends OwnCeremonyBeginInput {
  /** What the user confirms: plain JSON of at most 16 kB and 16 levels. */
  readonly payload: unknown
}

/** What `confirm.begin` returns: send `options` to the browser. */
export interface BegunConfirm extends BegunOwnCeremony {
  /** What will be confirmed: show this, and pass it to `confirm.finish`. `host.describeConfirm` may have replaced it. */
  readonly payload: PlainJson
}

/** Begins a confirmation: writes nothing. See `Passkeys`. */
export async function beginConfirm(context: Context, input: ConfirmBeginInput): Promise<BegunConfirm> {
  const { settings } = context
  const given = parsePayload(input.payload)
  const begun = await beginOwn(context, 'confirm', input)
  const { value: payload } = await described(context, begun.session, given)
  const { environment, relyingParty, randomBytes } = settings
  const { userId, organizationId, issuedAt } = begun.ceremony
  const covered = { environment, rpId: relyingParty.id, userId, organizationId, issuedAt, payload }
  const challenge = await confirmChallenge(randomBytes(nonceBytes), covered)
  const sealed = await sealOwn(context, 'confirm', { ...begun, ceremony: { ...begun.ceremony, challenge } })
  return { ...sealed, payload }
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

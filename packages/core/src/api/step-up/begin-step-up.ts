import type { RequestOptionsJSON } from '@latchkey/wire'
import { beginOwn } from '../../assertion/begin-own.js'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { Session } from '../../host/host.js'
import { requestOptions } from '../../options/request-options.js'
import { checkOwnSession } from '../../session/session.js'

/** What `stepUp.begin` takes. */
export interface StepUpBeginInput {
  readonly session: Session | null
  /** The organization to record if the session names none. The strictest of the user's policies applies. */
  readonly organizationId?: string | undefined
  /** How long the result is valid, in seconds: 1 to 86400. Default: 300. */
  readonly maxAge?: number | undefined
  readonly binding: Binding
}

/** What `stepUp.begin` returns: send `options` to the browser. */
export interface BegunStepUp {
  /** Opaque; goes back to `stepUp.finish`. */
  readonly ceremony: string
  readonly options: RequestOptionsJSON
}

const defaultMaxAge = 300
const longestMaxAge = 86_400

/** Begins a step-up: writes nothing. See `Passkeys`. */
export async function beginStepUp(context: Context, input: StepUpBeginInput): Promise<BegunStepUp> {
  const { settings, envelopes } = context
  const { session, organizationId, maxAge = defaultMaxAge, binding } = input
  checkMaxAge(maxAge)
  checkOwnSession(session, settings.now())
  const userVerification = 'required'
  const request = { session, organizationId, binding, userVerification, mayBind: false } as const
  const { ceremony, policy, allow } = await beginOwn(context, request)
  const { challenge } = ceremony
  const options = requestOptions(policy, { rpId: settings.relyingParty.id, challenge, allow, userVerification })
  return { ceremony: await envelopes.seal('step-up', { ...ceremony, maxAge }), options }
}

function checkMaxAge(maxAge: number): void {
  if (Number.isInteger(maxAge) && maxAge >= 1 && maxAge <= longestMaxAge) return
  throw new TypeError(`stepUp.begin was given a maxAge that is not 1 to ${longestMaxAge} seconds.`)
}

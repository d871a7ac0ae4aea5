import type { RequestOptionsJSON } from '@latchkey/wire'
import { beginOwn } from '../../assertion/begin-own.js'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { Session } from '../../host/host.js'
import { requestOptions } from '../../options/request-options.js'
import { checkSecondFactor } from '../../policy/policy-checks.js'
import { checkPartialSession } from '../../session/session.js'

/** What `secondFactor.begin` takes. */
export interface SecondFactorBeginInput {
  /** With `partial: true`: the user has used a first factor. */
  readonly session: Session | null
  /** The organization to record if the session names none. The strictest of the user's policies applies. */
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/** What `secondFactor.begin` returns: send `options` to the browser. */
export interface BegunSecondFactor {
  /** Opaque; goes back to `secondFactor.finish`. */
  readonly ceremony: string
  readonly options: RequestOptionsJSON
}

/** Begins a second factor: writes nothing. See `Passkeys`. */
export async function beginSecondFactor(context: Context, input: SecondFactorBeginInput): Promise<BegunSecondFactor> {
  const { settings, envelopes } = context
  const { session, organizationId, binding } = input
  checkPartialSession(session, settings.now())
  const { ceremony, policy, allow } = await beginOwn(context, {
    session,
    organizationId,
    binding,
    mayBind: true,
    check: checkSecondFactor,
  })
  const { relyingParty, appId } = settings
  const options = requestOptions(policy, { rpId: relyingParty.id, challenge: ceremony.challenge, allow, appId })
  return { ceremony: await envelopes.seal('second-factor', ceremony), options }
}

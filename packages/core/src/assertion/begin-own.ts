import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialDescriptorJSON, RequestOptionsJSON } from '@latchkey/wire'
import { beginCeremony } from '../ceremony/begin-ceremony.js'
import {
  assertionCeremonies,
  type Binding,
  type Ceremonies,
  digestUserId,
  type OwnCeremony,
  type OwnPurpose,
} from '../ceremony/ceremony.js'
import type { Context } from '../context/context.js'
import { policyForSession } from '../context/policy-reader.js'
import type { RelyingPartyInput } from '../context/relying-party-input.js'
import { asIfTrusted, trustToday } from '../context/trust-today.js'
import { PasskeyError } from '../errors.js'
import type { Session } from '../host/host.js'
import { parseOrganizationId } from '../host/ids.js'
import { describeCredentials, lastUsed, requestOptions } from '../options/request-options.js'
import { isAccepted, statusAt } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { boundOrganization } from '../session/session.js'
import { checkFirstFactor, checkOwnPolicy, checkSessionFor } from './own-rules.js'

/** What the begin of a ceremony of a known user takes. */
export interface OwnCeremonyBeginInput extends RelyingPartyInput {
  readonly session: Session | null
  /**
   * The organization to record if the session names none. The strictest of the user's policies applies.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/** What the begin of a ceremony of a known user returns: send `options` to the browser. */
export interface BegunOwnCeremony {
  /** Opaque; goes back to the finish. */
  readonly ceremony: string
  readonly options: RequestOptionsJSON
}

/** A ceremony for a known user, not sealed yet. */
export interface BegunOwn {
  readonly session: Session
  readonly ceremony: OwnCeremony
  readonly policy: EffectivePolicy
  readonly allow: readonly CredentialDescriptorJSON[]
}

/**
 * Begins a ceremony that only the session's user can finish, with one of the user's usable passkeys. Writes nothing.
 *
 * @throws {PasskeyError} `not_signed_in`, `forbidden`, `passkeys_off`, `malformed`; `recent_authentication_required` if a
 *   passkey of the session is gone, or its first factor is too old; `not_found` if the user has no usable passkey.
 */
export async function beginOwn(context: Context, purpose: OwnPurpose, input: OwnCeremonyBeginInput): Promise<BegunOwn> {
  const { settings, store } = context
  const { session, binding } = input
  const now = settings.now()
  checkSessionFor(purpose, session, now)
  checkFirstFactor(purpose, session, { begunAt: now, now })
  const { userId } = session
  const { passkeys, account } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const boundTo = boundOrganization(session, passkeys)
  const named = parseOrganizationId(input.organizationId) ?? boundTo
  if (boundTo !== undefined && named !== boundTo) throw new PasskeyError('forbidden')
  const { policy, organizationId } = await policyForSession(context, session, named)
  checkOwnPolicy(purpose, policy)
  const today = await trustToday(context, policy)
  const usable = passkeys.filter(
    (passkey) => isAccepted(today(asIfTrusted(passkey, policy)), policy) && isInReach(purpose, passkey, organizationId),
  )
  if (usable.length === 0 || !account) throw new PasskeyError('not_found')
  const isRequired = assertionCeremonies[purpose].userVerification === 'required'
  const ceremony = {
    ...(await beginCeremony(settings, policy, binding)),
    userVerification: isRequired ? 'required' : policy.userVerification.signIn,
    userId,
    ownerDigest: await digestUserId(userId),
    accountVersion: account.version,
    ...(organizationId === undefined ? {} : { organizationId }),
  } as const
  return { session, ceremony, policy, allow: describeCredentials(lastUsed(usable, 'allow')) }
}

/** The options for the browser and the sealed ceremony, which may have more in it than was begun. */
export async function sealOwn<Kind extends OwnPurpose>(
  { settings, envelopes }: Context,
  purpose: Kind,
  { ceremony, policy, allow }: BegunOwn & { readonly ceremony: Ceremonies[Kind] },
): Promise<BegunOwnCeremony> {
  const { relyingParty, appId } = settings
  const { challenge, userVerification } = ceremony
  const options = requestOptions(policy, {
    rpId: relyingParty.id,
    challenge,
    allow,
    userVerification,
    // A key of the U2F API cannot verify its user.
    appId: userVerification === 'required' ? undefined : appId,
  })
  return { ceremony: await envelopes.seal(purpose, ceremony), options }
}

/** A session that exists is not bound by a passkey that is: only a sign-in may end at that passkey's organization. */
function isInReach(purpose: OwnPurpose, passkey: PasskeyRecord, organizationId: string | undefined): boolean {
  if (organizationId === undefined) return assertionCeremonies[purpose].signsIn || passkey.boundTo === undefined
  return (passkey.boundTo ?? organizationId) === organizationId && statusAt(passkey, organizationId) === 'active'
}

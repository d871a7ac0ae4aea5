import { type CredentialDescriptorJSON, encodeBase64url, type RequestOptionsJSON } from '@latchkey/wire'
import { beginCeremony } from '../../ceremony/begin-ceremony.js'
import { type Binding, digestUserId, isNative } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { asIfTrusted, trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import { findUser } from '../../host/find-user.js'
import { parseIdentifier, parseOrganizationId } from '../../host/ids.js'
import { describeCredentials, lastUsed, requestOptions } from '../../options/request-options.js'
import { isUsable, type UsabilityFacts } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'
import { checkFirstFactor, checkMode, looksUpNames } from '../../policy/policy-checks.js'

/** What `signIn.begin` takes. */
export interface SignInBeginInput extends RelyingPartyInput {
  /**
   * The identifier that the user typed. Without it, any discoverable passkey works.
   *
   * @default none: any discoverable passkey works
   */
  readonly identifier?: string | undefined
  /** @default none: the environment's policy applies */
  readonly organizationId?: string | undefined
  /**
   * `conditional` for autofill, which names no user.
   *
   * @default a modal dialog
   */
  readonly mediation?: 'conditional' | undefined
  /**
   * The address of the request: `limits.signInBegin` counts it.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
  readonly binding: Binding
}

/** What `signIn.begin` returns: send `options` to the browser. */
export interface BegunSignIn {
  /** Opaque; goes back to `signIn.finish`. */
  readonly ceremony: string
  readonly options: RequestOptionsJSON
}

/**
 * Begins a sign-in: writes nothing. For an unknown identifier, or a user without a usable passkey, the result looks
 * the same as for any user. See `Passkeys`.
 */
export async function beginSignIn(context: Context, input: SignInBeginInput): Promise<BegunSignIn> {
  const { settings, addressLimits, policies, envelopes } = context
  await addressLimits.count(isNative(input.binding) ? 'nativeSignInBegin' : 'signInBegin', input.clientAddress)
  const organizationId = parseOrganizationId(input.organizationId)
  const policy = await policies.forStranger(organizationId)
  checkMode(policy)
  checkFirstFactor(policy)
  const identifier = input.mediation === 'conditional' ? undefined : input.identifier
  const named = await nameUser(context, policy, identifier)
  const begun = await beginCeremony(settings, policy, input.binding)
  const ceremony = await envelopes.seal('sign-in', {
    ...begun,
    userVerification: policy.userVerification.signIn,
    ...(named ? { ownerDigest: named.ownerDigest } : {}),
    ...(organizationId === undefined ? {} : { organizationId }),
  })
  const { relyingParty, appId } = settings
  const request = { rpId: relyingParty.id, challenge: begun.challenge, allow: named?.allow ?? [], appId }
  return { ceremony, options: requestOptions(policy, request) }
}

interface NamedUser {
  readonly ownerDigest: string
  readonly allow: readonly CredentialDescriptorJSON[]
}

/** Undefined if the passkey itself will identify its user. */
async function nameUser(
  context: Context,
  policy: EffectivePolicy,
  identifier: string | undefined,
): Promise<NamedUser | undefined> {
  if (!looksUpNames(policy)) return undefined
  if (identifier !== undefined) return lookUp(context, policy, parseIdentifier(identifier))
  if (policy.flow === 'classic') throw new PasskeyError('malformed')
  return undefined
}

/**
 * An unknown user costs the same reads and the same arithmetic as a known one. A user whose passkeys are all unusable
 * is treated like a virtual user without a usable one.
 */
async function lookUp(context: Context, policy: EffectivePolicy, identifier: string) {
  const { settings, store, decoys } = context
  const { host } = settings
  const unused = encodeBase64url(settings.randomBytes(16))
  const userId = (await findUser(host, identifier))?.id ?? unused
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const virtual = await decoys.virtualUser(identifier)
  const today = await trustToday(context, policy)
  const usable = (passkey: UsabilityFacts) => isUsable(today(passkey), policy)
  const own = passkeys.filter((passkey) => usable(asIfTrusted(passkey, policy)))
  const listed = passkeys.length > 0 ? lastUsed(own, 'allow') : virtual.passkeys.filter(usable)
  const substitute = await virtual.substitute(usable)
  const allow = describeCredentials(listed.length > 0 ? listed : [substitute])
  return { ownerDigest: await digestUserId(userId), allow }
}

import type { CreationOptionsJSON } from '@latchkey/wire'
import { type Binding, isNative } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { checkMaySignUp, policyForSignUp } from '../../context/may-sign-up.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { parseOrganizationId } from '../../host/ids.js'
import { parseProfile } from '../../host/profile.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import { allowedAttachment, beginRegistration } from '../../registration/creation-request.js'
import { assertIdentifiersFree, describeUser, newUserId } from '../../registration/new-user.js'

/** What `signUp.begin` takes. */
export interface SignUpBeginInput extends RelyingPartyInput {
  /**
   * A `Profile` as the page sent it: `email`, `phone`, `username`, `displayName` and `attributes`, as far as asked
   * for. A native app may leave it out and give it at finish, if `native.profileAtFinish` is set.
   *
   * @default none: `malformed`, except in such an app
   */
  readonly profile?: unknown
  /**
   * The organization whose policy applies, if `host.maySignUp` returns true; else the stricter of its policy and the
   * environment's applies to every field. `host.createUser` decides whether the new user belongs to it.
   *
   * @default none: the environment's policy applies
   */
  readonly organizationId?: string | undefined
  /**
   * The address of the request: `limits.signUpBegin` counts it.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
  readonly binding: Binding
}

/** What `signUp.begin` returns: send `options` to the browser. */
export interface BegunSignUp {
  /** Opaque; goes back to `signUp.finish`. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/**
 * Begins the sign-up of a new user with a passkey: writes nothing. The user's id and profile are sealed. See
 * `Passkeys`.
 */
export async function beginSignUp(context: Context, input: SignUpBeginInput): Promise<BegunSignUp> {
  const { settings, addressLimits, policies, envelopes } = context
  await addressLimits.count(isNative(input.binding) ? 'nativeSignUpBegin' : 'signUpBegin', input.clientAddress)
  const organizationId = parseOrganizationId(input.organizationId)
  checkMaySignUp(settings, await policies.forStranger(organizationId))
  const read = isGivenAtFinish(settings, input) ? undefined : await parseProfile(input.profile, settings.profile)
  const policy = await policyForSignUp(context, { profile: read?.profile, organizationId })
  const user = describeUser(await newUserId(settings), read?.profile ?? {})
  if (read) await assertIdentifiersFree(settings, { userId: user.id, profile: read.profile })
  const { ceremony, options } = await beginRegistration(settings, policy, {
    user,
    userHandle: newUserHandle(settings),
    accountVersion: 0,
    exclude: [],
    attachment: allowedAttachment(policy, undefined),
    organizationId,
    binding: input.binding,
  })
  const sealable = { ...ceremony, ...(read ? { profile: read.sealable } : {}) }
  return { ceremony: await envelopes.seal('sign-up', sealable), options }
}

function isGivenAtFinish({ nativeProfileAtFinish }: Settings, { profile, binding }: SignUpBeginInput): boolean {
  return nativeProfileAtFinish && isNative(binding) && (profile ?? undefined) === undefined
}

import { type CreationOptionsJSON, encodeBase64url } from '@latchkey/wire'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Settings } from '../../config/settings.js'
import type { Context } from '../../context/context.js'
import { checkMaySignUp, policyForSignUp } from '../../context/may-sign-up.js'
import { PasskeyError, type PasskeyErrorOptions } from '../../errors.js'
import { findUser } from '../../host/find-user.js'
import type { HostUser, NewUser } from '../../host/host.js'
import { assertHostId, parseOrganizationId } from '../../host/ids.js'
import { identifierNames, type Profile, parseProfile } from '../../host/profile.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import { allowedAttachment, beginRegistration } from '../../registration/creation-request.js'

/** What `signUp.begin` takes. */
export interface SignUpBeginInput {
  /**
   * A `Profile` as the page sent it: `email`, `phone`, `username`, `displayName` and `attributes`, as far as asked
   * for.
   */
  readonly profile: unknown
  /**
   * The organization whose policy applies, if `host.maySignUp` returns true; else the stricter of its policy and the
   * environment's applies to every field. `host.createUser` decides whether the new user belongs to it.
   */
  readonly organizationId?: string | undefined
  /** The address of the request: `limits.signUpBegin` counts it. */
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
  await addressLimits.count('signUpBegin', input.clientAddress)
  const organizationId = parseOrganizationId(input.organizationId)
  checkMaySignUp(settings, await policies.forStranger(organizationId))
  const { profile, sealable } = await parseProfile(input.profile, settings.profile)
  const policy = await policyForSignUp(context, { profile, organizationId })
  const user = describeUser(await newUserId(settings), profile)
  await assertIdentifiersFree(settings, { userId: user.id, profile })
  const { ceremony, options } = await beginRegistration(settings, policy, {
    user,
    userHandle: newUserHandle(settings),
    accountVersion: 0,
    exclude: [],
    attachment: allowedAttachment(policy, undefined),
    organizationId,
    binding: input.binding,
  })
  return { ceremony: await envelopes.seal('sign-up', { ...ceremony, profile: sealable }), options }
}

/** The names that the authenticator shows: the first identifier of the profile, and the display name. */
function describeUser(id: string, profile: Profile): HostUser {
  const [name = ''] = identifierNames.flatMap((identifier) => profile[identifier] ?? [])
  return { id, name, displayName: profile.displayName ?? name }
}

async function newUserId({ host, randomBytes }: Settings): Promise<string> {
  return host.newUserId ? assertHostId(await host.newUserId(), 'newUserId') : encodeBase64url(randomBytes(16))
}

/**
 * No other user has an identifier of the profile.
 *
 * @throws {PasskeyError} `identifier_taken`, with an issue for each that is taken.
 */
export async function assertIdentifiersFree(
  { host }: Settings,
  { userId, profile }: NewUser,
  { cause }: Pick<PasskeyErrorOptions, 'cause'> = {},
): Promise<void> {
  const owners = await Promise.all(
    identifierNames.map(async (name) => {
      const identifier = profile[name]
      return { name, owner: identifier === undefined ? undefined : await findUser(host, identifier) }
    }),
  )
  const taken = owners.filter(({ owner }) => owner && owner.id !== userId)
  if (taken.length === 0) return
  throw new PasskeyError('identifier_taken', {
    cause,
    issues: taken.map(({ name }) => ({ path: name, message: 'is taken' })),
  })
}

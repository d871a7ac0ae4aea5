import type { AccountRecord, PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type { AuthenticatorAttachment, CreationOptionsJSON, CredentialDescriptorJSON, UserHandle } from '@latchkey/wire'
import { type Binding, beginCeremony, type EnrollCeremony } from '../ceremony/ceremony.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { HostUser } from '../host/host.js'
import { creationOptions } from '../options/creation-options.js'
import { describeCredentials, lastUsed } from '../options/credential-descriptors.js'
import { newUserHandle } from '../passkey/user-handle.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/policy-checks.js'

/** A passkey that is to be made, and for whom. */
export interface RegistrationRequest {
  readonly user: HostUser
  readonly userHandle: UserHandle
  /** 0 when there is no account. */
  readonly accountVersion: number
  /** Those that the user has. */
  readonly exclude: readonly CredentialDescriptorJSON[]
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/** What is to be sealed, and what the browser is asked: both from one policy. */
export interface BegunRegistration {
  readonly ceremony: EnrollCeremony
  readonly options: CreationOptionsJSON
}

/** Asks for a passkey as the policy wants it, and remembers all that was asked. */
export async function beginRegistration(
  settings: Settings,
  policy: EffectivePolicy,
  { user, userHandle, accountVersion, exclude, attachment, organizationId, binding }: RegistrationRequest,
): Promise<BegunRegistration> {
  const begun = await beginCeremony(settings, policy, binding)
  const ceremony = {
    ...begun,
    userId: user.id,
    userHandle,
    accountVersion,
    userVerification: policy.userVerification.enroll,
    algorithms: policy.algorithms,
    attestation: policy.attestation,
    discoverable: mustBeDiscoverable(policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
  }
  const options = creationOptions(policy, {
    relyingParty: settings.relyingParty,
    appId: settings.appId,
    challenge: begun.challenge,
    user: { handle: userHandle, name: user.name, displayName: user.displayName ?? user.name },
    exclude,
    ...(attachment ? { attachment } : {}),
  })
  return { ceremony, options }
}

/** One passkey more for a user whom the host knows. */
export interface CreationRequestInput {
  readonly user: HostUser
  /** What the user has. */
  readonly held: UserPasskeys
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/**
 * Asks for a passkey beside those that the user has, which are excluded, so that no authenticator makes a second.
 *
 * @throws {PasskeyError} `forbidden` for an attachment that the policy does not allow; `limit_reached`
 * @throws {TypeError} when the user has no name.
 */
export async function creationRequest(
  settings: Settings,
  policy: EffectivePolicy,
  { held, attachment, ...another }: CreationRequestInput,
): Promise<BegunRegistration> {
  const { name } = another.user
  if (typeof name !== 'string' || name === '') throw new TypeError('user.name is missing: authenticators show it.')
  const where = allowedAttachment(policy, attachment)
  const excluded = held.passkeys.filter((passkey) => isExcluded(passkey, policy))
  if (held.passkeys.length >= policy.limit) throw new PasskeyError('limit_reached')
  return beginRegistration(settings, policy, {
    ...another,
    attachment: where,
    userHandle: userHandleOf(held.account) ?? newUserHandle(settings),
    accountVersion: held.account?.version ?? 0,
    exclude: describeCredentials(lastUsed(excluded, 'exclude')),
  })
}

/**
 * Whether the authenticator that holds it may make no other. Where a discoverable passkey is demanded, one that is known
 * not to be may get a discoverable one beside it; it is what the user is asked for.
 */
function isExcluded({ discoverable }: PasskeyRecord, policy: EffectivePolicy): boolean {
  return discoverable !== false || !mustBeDiscoverable(policy)
}

/**
 * Where the authenticator must be: what the policy says, or what is asked for where it leaves that open.
 *
 * @throws {PasskeyError} `forbidden` for another than the policy's.
 */
export function allowedAttachment(
  { attachment: allowed }: EffectivePolicy,
  asked: AuthenticatorAttachment | undefined,
): AuthenticatorAttachment | undefined {
  if (allowed === 'any') return asked
  if (asked !== undefined && asked !== allowed) throw new PasskeyError('forbidden')
  return allowed
}

/** After a purge nothing of the old account is taken over. */
function userHandleOf(account: AccountRecord | undefined): UserHandle | undefined {
  return account?.purgedAt === undefined ? account?.userHandle : undefined
}

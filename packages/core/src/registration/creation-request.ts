import type { AccountRecord, PasskeyRecord, UserPasskeys } from '@latchkey/storage'
import type {
  AuthenticatorAttachment,
  Challenge,
  CreationOptionsJSON,
  CredentialDescriptorJSON,
  UserHandle,
} from '@latchkey/wire'
import { isInUse } from '../assurance/assess.js'
import { beginCeremony } from '../ceremony/begin-ceremony.js'
import type { Binding, EnrollCeremony } from '../ceremony/ceremony.js'
import type { RelyingParty } from '../config/relying-party.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import type { HostUser } from '../host/host.js'
import { describeCredentials, lastUsed } from '../options/request-options.js'
import { newUserHandle } from '../passkey/user-handle.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/policy-checks.js'

/** A passkey to create, and its user. */
export interface RegistrationRequest {
  readonly user: HostUser
  readonly userHandle: UserHandle
  /** 0 if there is no account. */
  readonly accountVersion: number
  /** The user's existing passkeys. */
  readonly exclude: readonly CredentialDescriptorJSON[]
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/** The ceremony to seal, and the options for the browser: both from one policy. */
export interface BegunRegistration {
  readonly ceremony: EnrollCeremony
  readonly options: CreationOptionsJSON
}

/** Requests a passkey as the policy requires, and records everything that was requested. */
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

/** Another passkey for an existing user. */
export interface CreationRequestInput {
  readonly user: HostUser
  /** The user's passkeys and account. */
  readonly held: UserPasskeys
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly organizationId?: string | undefined
  /** The browser creates it without asking the user. */
  readonly silent?: boolean
  readonly binding: Binding
}

/**
 * Requests a passkey in addition to the user's existing ones, which are excluded, so that no authenticator creates a
 * second.
 *
 * @throws {PasskeyError} `forbidden` for an attachment that the policy does not allow; `limit_reached`
 * @throws {TypeError} if the user has no name.
 */
export async function creationRequest(
  settings: Settings,
  policy: EffectivePolicy,
  { held, attachment, silent = false, ...another }: CreationRequestInput,
): Promise<BegunRegistration> {
  checkNames(another.user)
  const where = allowedAttachment(policy, attachment)
  const excluded = held.passkeys.filter((passkey) => isExcluded(passkey, { policy, silent }))
  checkHasRoom({ policy, held })
  const begun = await beginRegistration(settings, silent ? withoutVerification(policy) : policy, {
    ...another,
    attachment: where,
    userHandle: userHandleOf(held.account) ?? newUserHandle(settings),
    accountVersion: held.account?.version ?? 0,
    exclude: describeCredentials(lastUsed(excluded, 'exclude')),
  })
  return silent ? silently(begun) : begun
}

/** Browsers refuse to create a passkey silently where user verification is required. */
function withoutVerification(policy: EffectivePolicy): EffectivePolicy {
  return { ...policy, userVerification: { ...policy.userVerification, enroll: 'preferred' } }
}

/** A browser that creates no passkey is silent, too, until the time is over. Until then it refuses other requests. */
const longestSilenceMs = 30_000

function silently({ ceremony, options }: BegunRegistration): BegunRegistration {
  const timeout = Math.min(options.timeout, longestSilenceMs)
  return { ceremony: { ...ceremony, silent: true }, options: { ...options, timeout } }
}

/**
 * The user may have one more passkey. The store decides when it is added.
 *
 * @throws {PasskeyError} `limit_reached`
 */
export function checkHasRoom({
  policy,
  held,
}: {
  readonly policy: EffectivePolicy
  readonly held: UserPasskeys
}): void {
  if (held.passkeys.length >= policy.limit) throw new PasskeyError('limit_reached')
}

/** Authenticators show both, so what is not text must not become text unseen. */
function checkNames({ name, displayName }: HostUser): void {
  if (typeof name !== 'string' || name === '')
    throw new TypeError("user.name is missing: authenticators show it. Write user: { name: 'ada@example.com' }.")
  if (displayName !== undefined && typeof displayName !== 'string')
    throw new TypeError('user.displayName must be text; leave it out where there is none.')
}

/**
 * Whether its authenticator may not create another one. If a discoverable passkey is required, an authenticator with
 * a non-discoverable one may create a discoverable one beside it. If passkeys are mandatory, one with a passkey that was
 * created silently or imported, and not used yet, may create another. Both are what the user is prompted for.
 */
function isExcluded(
  passkey: PasskeyRecord,
  { policy, silent }: { readonly policy: EffectivePolicy; readonly silent: boolean },
): boolean {
  if (policy.mode === 'mandatory' && !silent && !isInUse(passkey)) return false
  return passkey.discoverable !== false || !mustBeDiscoverable(policy)
}

/**
 * The location of the authenticator: the policy's, or the requested one if the policy allows any.
 *
 * @throws {PasskeyError} `forbidden` if the policy requires another one.
 */
export function allowedAttachment(
  { attachment: allowed }: EffectivePolicy,
  asked: AuthenticatorAttachment | undefined,
): AuthenticatorAttachment | undefined {
  if (allowed === 'any') return asked
  if (asked !== undefined && asked !== allowed) throw new PasskeyError('forbidden')
  return allowed
}

/** After a purge nothing of the old account is reused. */
function userHandleOf(account: AccountRecord | undefined): UserHandle | undefined {
  return account?.purgedAt === undefined ? account?.userHandle : undefined
}

interface CreationInput {
  readonly relyingParty: RelyingParty
  readonly challenge: Challenge
  readonly user: { readonly handle: UserHandle; readonly name: string; readonly displayName: string }
  /** All of the user's passkeys: an authenticator that holds one creates no second. */
  readonly exclude: readonly CredentialDescriptorJSON[]
  readonly attachment?: AuthenticatorAttachment
  /** An authenticator that was registered with the U2F API under this AppID creates no second passkey. */
  readonly appId?: string | undefined
}

/**
 * Options for `navigator.credentials.create()`. The passkey must be discoverable if users may sign in without a user
 * name. Otherwise it may be either.
 *
 * @see https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
 */
function creationOptions(policy: EffectivePolicy, input: CreationInput): CreationOptionsJSON {
  const { relyingParty, challenge, user, exclude, attachment, appId } = input
  const discoverable = mustBeDiscoverable(policy)
  return {
    rp: { id: relyingParty.id, name: relyingParty.name },
    user: { id: user.handle, name: user.name, displayName: user.displayName },
    challenge,
    pubKeyCredParams: policy.algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: policy.ceremonySeconds * 1000,
    excludeCredentials: exclude,
    authenticatorSelection: {
      residentKey: discoverable ? 'required' : 'preferred',
      requireResidentKey: discoverable,
      userVerification: policy.userVerification.enroll,
      ...(attachment ? { authenticatorAttachment: attachment } : {}),
    },
    ...(policy.hints.length > 0 ? { hints: policy.hints } : {}),
    attestation: policy.attestation,
    extensions: { credProps: true, ...(appId === undefined ? {} : { appidExclude: appId }) },
  }
}

import type {
  AuthenticatorAttachment,
  Challenge,
  CreationOptionsJSON,
  CredentialDescriptorJSON,
  UserHandle,
} from '@latchkey/wire'
import type { RelyingParty } from '../config/relying-party.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/policy-checks.js'

export interface CreationInput {
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
export function creationOptions(policy: EffectivePolicy, input: CreationInput): CreationOptionsJSON {
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

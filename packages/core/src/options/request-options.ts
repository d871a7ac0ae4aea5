import type {
  Challenge,
  CredentialDescriptorJSON,
  RequestOptionsJSON,
  UserVerificationRequirement,
} from '@latchkey/wire'
import type { EffectivePolicy } from '../policy/effective-policy.js'

export interface RequestInput {
  readonly rpId: string
  readonly challenge: Challenge
  /** Empty: any discoverable passkey. */
  readonly allow: readonly CredentialDescriptorJSON[]
  /** Requested with a list only: a key of the U2F API is never found without one. */
  readonly appId?: string | undefined
  /** Default: as the policy requires for a sign-in. */
  readonly userVerification?: UserVerificationRequirement
}

/**
 * Options for `navigator.credentials.get()`.
 *
 * @see https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson
 */
export function requestOptions(policy: EffectivePolicy, input: RequestInput): RequestOptionsJSON {
  const { rpId, challenge, allow, appId, userVerification = policy.userVerification.signIn } = input
  return {
    challenge,
    rpId,
    timeout: policy.ceremonySeconds * 1000,
    allowCredentials: allow,
    userVerification,
    ...(policy.hints.length > 0 ? { hints: policy.hints } : {}),
    ...(appId !== undefined && allow.length > 0 ? { extensions: { appid: appId } } : {}),
  }
}

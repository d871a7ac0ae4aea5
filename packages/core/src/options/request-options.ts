import type { PasskeyRecord } from '@latchkey/storage'
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

/** Browsers refuse longer lists: Firefox takes 20 ids in an allow list, Chromium 64 in any list. */
export const longestLists = { allow: 20, exclude: 64 } as const

/** The passkeys that were used last, as many as the list may have. */
export function lastUsed(
  passkeys: readonly PasskeyRecord[],
  list: keyof typeof longestLists,
): readonly PasskeyRecord[] {
  const lastUsedFirst = [...passkeys].sort((left, right) => lastTouched(right) - lastTouched(left))
  return lastUsedFirst.slice(0, longestLists[list])
}

/**
 * The passkeys as an allow list or an exclude list, sorted by id. The order reveals nothing about their use, and
 * transports are sorted as browsers sort them, so a list of passkeys looks like a list of decoys.
 */
export function describeCredentials(
  passkeys: readonly Pick<PasskeyRecord, 'id' | 'transports'>[],
): readonly CredentialDescriptorJSON[] {
  return [...passkeys].sort(byId).map(({ id, transports }) => ({
    type: 'public-key',
    id,
    ...(transports.length > 0 ? { transports: [...transports].sort() } : {}),
  }))
}

function lastTouched({ lastUsedAt, createdAt }: PasskeyRecord): number {
  return lastUsedAt ?? createdAt
}

/** The order of every list that a browser receives. Sorting by id reveals nothing about the entries. */
function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1
}

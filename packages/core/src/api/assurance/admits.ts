import type { CredentialId } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import { membershipOf } from '../../context/membership.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import { parseOrganizationId } from '../../host/ids.js'
import { authenticatorError, isOpenAt, isUsable } from '../../passkey/usability.js'
import type { EffectivePolicy } from '../../policy/effective-policy.js'

/** What `assurance.admits` takes. */
export interface AdmitsInput extends RelyingPartyInput {
  /** The result of `signIn.finish`, or the parts of it that your app stored with its session. */
  readonly signIn: {
    readonly userId: string
    readonly passkey: { readonly id: CredentialId }
    readonly assurance: { readonly userVerified: boolean }
  }
  /** The organization that the user switches to. */
  readonly organizationId: string
}

/** Whether a sign-in is sufficient for an organization, and if not, what is missing. */
export interface Admission {
  readonly admitted: boolean
  readonly reason: AdmissionReason
}

/** Why a sign-in is enough for an organization, or why it is not. */
export type AdmissionReason =
  | 'admitted'
  | 'not_a_member'
  | 'passkeys_off'
  | 'second_factor_only'
  | 'passkey_not_usable'
  | 'passkey_bound_elsewhere'
  | 'authenticator_not_allowed'
  | 'user_verification_missing'

/** Checks whether this passkey sign-in is sufficient for the organization's current policy. See `Passkeys`. */
export async function admits(context: Context, { signIn, organizationId }: AdmitsInput): Promise<Admission> {
  checkSignIn(signIn)
  const reason = await admissionReason(context, signIn, parseOrganizationId(organizationId))
  return { admitted: reason === 'admitted', reason }
}

/** Your app stored it with its session, so a part of it may be gone. */
function checkSignIn(signIn: AdmitsInput['signIn'] | undefined): void {
  const isWhole = typeof signIn?.userId === 'string' && typeof signIn.passkey?.id === 'string' && signIn.assurance
  if (!isWhole) throw new TypeError('assurance.admits needs signIn: { userId, passkey: { id }, assurance }.')
}

async function admissionReason(
  context: Context,
  { userId, passkey: used, assurance }: AdmitsInput['signIn'],
  organizationId: string | undefined,
): Promise<AdmissionReason> {
  const { settings, store, policies } = context
  if (organizationId === undefined) throw new PasskeyError('malformed')
  const membership = await membershipOf(settings, userId)
  if (!membership.organizations.includes(organizationId)) return 'not_a_member'
  const policy = await policies.forMember({ ...membership, organizationId })
  if (policy.mode === 'off') return 'passkeys_off'
  if (policy.use === 'second-factor') return 'second_factor_only'
  const found = await store.passkeys.find(settings.relyingParty.id, used.id)
  if (found?.passkey.userId !== userId || found.passkey.status !== 'active') return 'passkey_not_usable'
  if ((found.passkey.boundTo ?? organizationId) !== organizationId) return 'passkey_bound_elsewhere'
  if (!isOpenAt(found.passkey, organizationId)) return 'passkey_not_usable'
  const today = await trustToday(context, policy)
  const passkey = today(found.passkey)
  if (!isUsable(passkey, policy)) {
    return authenticatorError(policy, passkey) ? 'authenticator_not_allowed' : 'passkey_not_usable'
  }
  return isVerifiedEnough(policy, assurance) ? 'admitted' : 'user_verification_missing'
}

function isVerifiedEnough(
  { userVerification }: EffectivePolicy,
  { userVerified }: AdmitsInput['signIn']['assurance'],
): boolean {
  return userVerified || userVerification.signIn !== 'required'
}

import type { CodeRecord } from '@latchkey/storage'
import { platform } from '#platform'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { findUserById } from '../../host/find-user.js'
import type { Session } from '../../host/host.js'
import { parseProfile } from '../../host/profile.js'
import { newUserHandle } from '../../passkey/user-handle.js'
import { type BegunWithCode, beginWithCode } from '../../registration/begin-with-code.js'
import { policyForInvited } from '../../registration/code-policy.js'
import { allowedAttachment, beginRegistration } from '../../registration/creation-request.js'
import { describeUser } from '../../registration/new-user.js'
import { hashInvitationCode, parseInvitationCode } from './invitation-code.js'

/** The input of `invitations.redeem`. */
export interface InvitationRedeemInput extends RelyingPartyInput {
  readonly id: string
  /** As the user typed it: case, spaces and hyphens do not count. */
  readonly code: string
  /**
   * The session at this browser, if there is one.
   *
   * @default none: no user is signed in
   */
  readonly session?: Session | null | undefined
  readonly binding: Binding
  /**
   * The address of the request: `limits.invitationRedeem` counts it, and `invitation.failed` counts addresses.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** Begins to add the passkey that an invitation is for. Documented on `Passkeys`. */
export async function redeemInvitation(
  context: Context,
  { id, code, session, binding, clientAddress }: InvitationRedeemInput,
): Promise<BegunWithCode> {
  await context.addressLimits.count('invitationRedeem', clientAddress)
  const refusals = { event: 'invitation.failed', clientAddress } as const
  const record = await context.refusalCounts.run(refusals, () => readCode(context, id, code))
  if (record.profile !== undefined) return beginForNewUser(context, { record, session, binding })
  const user = await findUserById(context.settings.host, record.userId)
  if (!user) throw new PasskeyError('code_invalid')
  return beginWithCode(context, { record, user, purpose: 'invitation', session, binding })
}

/**
 * The stored invitation, if the code is right. Any fault has the same result.
 *
 * @throws {PasskeyError} `code_invalid`, `storage_unavailable`
 */
async function readCode({ settings, store }: Context, id: unknown, typed: unknown): Promise<CodeRecord> {
  const parsed = parseInvitationCode(id, typed)
  if (!parsed) throw new PasskeyError('code_invalid')
  const hash = await hashInvitationCode(settings, parsed)
  const now = settings.now()
  const tried = await store.codes.tryRedeem(parsed.id, hash, now)
  if (tried === 'refused') throw new PasskeyError('code_invalid')
  const { expiresAt, usedAt, purpose, rpId } = tried.code
  // Codes of other purposes have other hashes, so this only refuses what a store must not return.
  const isOpen = expiresAt !== undefined && expiresAt > now && usedAt === undefined
  const isOwn = purpose === 'invitation' && rpId === settings.relyingParty.id
  if (!isOpen || !isOwn || !platform.equal(tried.code.hash, hash)) throw new PasskeyError('storage_unavailable')
  return tried.code
}

export interface InvitedUser {
  /** The invitation of a user who does not exist yet. */
  readonly record: CodeRecord
  readonly session: Session | null | undefined
  readonly binding: Binding
}

/**
 * Begins the passkey of an invited user who does not exist yet: writes nothing. The user is created with the passkey.
 *
 * @throws {PasskeyError} `forbidden` if anyone is signed in; `passkeys_off`, `malformed`, `storage_unavailable`
 */
async function beginForNewUser(context: Context, { record, session, binding }: InvitedUser): Promise<BegunWithCode> {
  const { settings, envelopes } = context
  const { id, userId, boundTo, createdBy, organizationId } = record
  if (session) throw new PasskeyError('forbidden')
  const { profile, sealable } = await parseProfile(record.profile, settings.profile)
  const policy = await policyForInvited(context, organizationId)
  const { ceremony, options } = await beginRegistration(settings, policy, {
    user: describeUser(userId, profile),
    userHandle: newUserHandle(settings),
    accountVersion: 0,
    exclude: [],
    attachment: allowedAttachment(policy, record.attachment),
    organizationId,
    binding,
  })
  const by = createdBy === undefined ? {} : { createdBy }
  const code = { id, purpose: 'invitation', expiresAt: record.expiresAt ?? ceremony.expiresAt, ...by } as const
  const bound = boundTo === undefined ? {} : { boundTo }
  return { ceremony: await envelopes.seal('enroll', { ...ceremony, ...bound, code, profile: sealable }), options }
}

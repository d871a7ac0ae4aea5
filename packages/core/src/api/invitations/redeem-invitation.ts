import type { CodeRecord } from '@latchkey/storage'
import type { CreationOptionsJSON } from '@latchkey/wire'
import { platform } from '#platform'
import type { Binding } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { findUserById } from '../../host/find-user.js'
import type { Session } from '../../host/host.js'
import { checkMode } from '../../policy/policy-checks.js'
import { creationRequest } from '../../registration/creation-request.js'
import { policyForCode } from '../../registration/policy-for-code.js'
import { checkOwnSession } from '../../session/session.js'
import { hashInvitationCode, parseInvitationCode } from './invitation-code.js'

/** The input of `invitations.redeem`. */
export interface InvitationRedeemInput {
  readonly id: string
  /** As the user typed it: case, spaces and hyphens do not count. */
  readonly code: string
  /** The session at this browser, if there is one. */
  readonly session?: Session | null | undefined
  /** The address of the request: `limits.invitationRedeem` counts it. */
  readonly clientAddress?: string | undefined
  readonly binding: Binding
}

/** Send `options` to the browser, and the ceremony back to `enroll.finish`. */
export interface RedeemedInvitation {
  /** Opaque. */
  readonly ceremony: string
  readonly options: CreationOptionsJSON
}

/** Begins to add the passkey that an invitation is for. Documented on `Passkeys`. */
export async function redeemInvitation(
  context: Context,
  { id, code, session, clientAddress, binding }: InvitationRedeemInput,
): Promise<RedeemedInvitation> {
  const { settings, addressLimits, store, envelopes } = context
  await addressLimits.count('invitationRedeem', clientAddress)
  const { userId, createdBy, expiresAt, organizationId } = await readCode(context, id, code)
  if (session) checkOwnSession(session, settings.now())
  if (session && session.userId !== userId) throw new PasskeyError('forbidden')
  const user = await findUserById(settings.host, userId)
  if (!user) throw new PasskeyError('code_invalid')
  const policy = await policyForCode(context, { userId, boundTo: organizationId })
  checkMode(policy)
  const held = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const { ceremony, options } = await creationRequest(settings, policy, { user, held, organizationId, binding })
  const sealed = await envelopes.seal('enroll', {
    ...ceremony,
    ...(organizationId === undefined ? {} : { boundTo: organizationId }),
    code: { id, expiresAt, ...(createdBy === undefined ? {} : { createdBy }) },
  })
  return { ceremony: sealed, options }
}

/**
 * The stored invitation, if the code is right. Any fault has the same result.
 *
 * @throws {PasskeyError} `code_invalid`, `storage_unavailable`
 */
async function readCode(
  { settings, store }: Context,
  id: unknown,
  typed: unknown,
): Promise<CodeRecord & { readonly expiresAt: number }> {
  const parsed = parseInvitationCode(id, typed)
  if (!parsed) throw new PasskeyError('code_invalid')
  const hash = await hashInvitationCode(settings, parsed)
  const now = settings.now()
  const tried = await store.codes.tryRedeem(parsed.id, hash, now)
  if (tried === 'refused') throw new PasskeyError('code_invalid')
  const { expiresAt, ...record } = tried.code
  const isOpen = expiresAt !== undefined && expiresAt > now && record.usedAt === undefined
  if (!isOpen || !platform.equal(record.hash, hash)) throw new PasskeyError('storage_unavailable')
  return { ...record, expiresAt }
}

import type { PasskeyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { groupsOfMany, type Membership, organizationsOfMany } from '../../context/membership.js'
import { walkPasskeyPages } from '../../context/paging.js'
import { type Member, policyForMember, type ReadScope } from '../../context/policy-layers.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { trustToday } from '../../context/trust-today.js'
import { PasskeyError } from '../../errors.js'
import { canSignIn, maySignIn } from '../../passkey/usability.js'
import { isCredentialId } from '../../webauthn/parse/credential-id.js'
import { type ProposedPolicy, proposePolicy } from './validate-layer.js'

/** What `admin.policy.preview` takes. */
export interface PolicyPreviewInput extends ProposedPolicy, RelyingPartyInput {
  /**
   * The `next` of the previous page.
   *
   * @default the first page
   */
  readonly after?: string | undefined
  /**
   * The maximum number of listed users, 1 to 1000.
   *
   * @default 100
   */
  readonly limit?: number | undefined
}

/** The users that a change would lock out: at least one passkey works today, and none would after the change. */
export interface PolicyPreview {
  /** The number of such users, from `after` on. */
  readonly lockedOut: number
  /** The first of them. */
  readonly items: readonly LockedOutUser[]
  readonly next?: string
}

/** A user who could no longer sign in with a passkey under the proposed policy. */
export interface LockedOutUser {
  readonly userId: string
  /** The user's other sign-in methods, from your app. */
  readonly otherSignInMethods: readonly string[]
}

/** Reports the users that a policy change would lock out. Reads all passkeys, page by page. See `AdminApi`. */
export async function previewPolicy(context: Context, input: PolicyPreviewInput): Promise<PolicyPreview> {
  const { limit = 100 } = input
  if (!(limit >= 1 && limit <= 1000)) throw new TypeError('limit must be 1 to 1000.')
  const { organizationId, groupId } = input
  const after = parseAfter(input.after)
  const { organizationsOf, organizationsOfMany, groupsOf } = context.settings.host
  if (organizationId !== undefined && !organizationsOf && !organizationsOfMany) {
    throw new TypeError('A preview for an organization needs host.organizationsOf.')
  }
  if (groupId !== undefined && !groupsOf) throw new TypeError('A preview for a group needs host.groupsOf.')
  const proposed = await proposePolicy(context, input)
  const listed: { readonly userId: string; readonly at: string }[] = []
  let lockedOut = 0
  for await (const { passkey, ...member } of walkMembers(context, { after, organizationId, groupId })) {
    if (!(await isLockedOut(context, { passkey, member: { ...member, organizationId }, proposed }))) continue
    lockedOut++
    if (listed.length < limit) listed.push({ userId: passkey.userId, at: passkey.id })
  }
  const items = await Promise.all(listed.map(({ userId }) => withOtherMethods(context, userId)))
  const last = listed.at(-1)
  return { lockedOut, items, ...(last && lockedOut > listed.length ? { next: last.at } : {}) }
}

/**
 * The id of a passkey, as in `next`; undefined for the first page.
 *
 * @throws {PasskeyError} `malformed`
 */
function parseAfter(after: unknown): string | undefined {
  if (after === undefined || after === '') return undefined
  if (isCredentialId(after)) return after
  throw new PasskeyError('malformed', { cause: new TypeError('after must be the next of a page.') })
}

interface MembersPasskey extends Membership {
  readonly passkey: PasskeyRecord
}

/** The passkeys of all users, or of the members of an organization or a group. Your app is asked once for the users of each page. */
async function* walkMembers(
  context: Context,
  { after, organizationId, groupId }: Pick<PolicyPreviewInput, 'after' | 'organizationId' | 'groupId'>,
): AsyncGenerator<MembersPasskey> {
  for await (const page of walkPasskeyPages(context, after)) {
    const userIds = page.map(({ userId }) => userId)
    const [organizationsById, groupsById] = await Promise.all([
      organizationsOfMany(context.settings, userIds),
      groupsOfMany(context.settings, userIds),
    ])
    for (const passkey of page) {
      const organizations = organizationsById.get(passkey.userId) ?? []
      const groups = groupsById.get(passkey.userId) ?? []
      const isIn = organizationId === undefined || organizations.includes(organizationId)
      if (isIn && (groupId === undefined || groups.includes(groupId))) yield { passkey, organizations, groups }
    }
  }
}

interface Candidate {
  readonly passkey: PasskeyRecord
  readonly member: Member
  readonly proposed: ReadScope
}

/**
 * The two ways to lose access: no passkey may sign in any more, or none certainly can. For example, an imported passkey
 * has not verified its user before its first use.
 */
const losses = [maySignIn, canSignIn] as const

/** Each user is counted once, with the first of the user's passkeys that works today. */
async function isLockedOut(context: Context, { passkey, proposed, member }: Candidate): Promise<boolean> {
  const { settings, policies, store } = context
  const { userId } = passkey
  const today = await policies.forMember(member)
  const then = await policyForMember(settings, member, proposed)
  const [trustedNow, trustedThen] = await Promise.all([trustToday(context, today), trustToday(context, then)])
  if (!maySignIn(trustedNow(passkey), today) || canSignIn(trustedThen(passkey), then)) return false
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const [first] = passkeys.flatMap((it) => (maySignIn(trustedNow(it), today) ? [it.id] : [])).sort()
  if (first !== passkey.id) return false
  return losses.some(
    (works) =>
      passkeys.some((it) => works(trustedNow(it), today)) && !passkeys.some((it) => works(trustedThen(it), then)),
  )
}

async function withOtherMethods({ settings }: Context, userId: string): Promise<LockedOutUser> {
  return { userId, otherSignInMethods: (await settings.host.otherSignInMethods?.({ userId })) ?? [] }
}

import type { PasskeyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { type Memberships, organizationsOfMany } from '../../context/membership.js'
import { walkPasskeyPages } from '../../context/paging.js'
import { policyForMember, type ResolveOrganization } from '../../context/policy-reader.js'
import { trustToday } from '../../context/trust-today.js'
import { canSignIn, maySignIn } from '../../passkey/usability.js'
import { type ProposedPolicy, proposePolicy } from './validate-layer.js'

/** What `admin.policy.preview` takes. */
export interface PolicyPreviewInput extends ProposedPolicy {
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
  const { organizationId } = input
  const { organizationsOf, organizationsOfMany } = context.settings.host
  if (organizationId !== undefined && !organizationsOf && !organizationsOfMany) {
    throw new TypeError('A preview for an organization needs host.organizationsOf.')
  }
  const proposed = await proposePolicy(context, input)
  const listed: { readonly userId: string; readonly at: string }[] = []
  let lockedOut = 0
  for await (const { passkey, organizations } of walkMembers(context, input)) {
    if (!(await isLockedOut(context, { passkey, organizations, proposed, organizationId }))) continue
    lockedOut++
    if (listed.length < limit) listed.push({ userId: passkey.userId, at: passkey.id })
  }
  const items = await Promise.all(listed.map(({ userId }) => withOtherMethods(context, userId)))
  const last = listed.at(-1)
  return { lockedOut, items, ...(last && lockedOut > listed.length ? { next: last.at } : {}) }
}

interface MembersPasskey {
  readonly passkey: PasskeyRecord
  readonly organizations: Memberships
}

/** The passkeys of all users, or of an organization's members. Your app is asked once for the users of each page. */
async function* walkMembers(
  context: Context,
  { after, organizationId }: PolicyPreviewInput,
): AsyncGenerator<MembersPasskey> {
  for await (const page of walkPasskeyPages(context, after)) {
    const known = await organizationsOfMany(
      context.settings,
      page.map(({ userId }) => userId),
    )
    for (const passkey of page) {
      const organizations = known.get(passkey.userId) ?? []
      if (organizationId === undefined || organizations.includes(organizationId)) yield { passkey, organizations }
    }
  }
}

interface Candidate extends MembersPasskey {
  readonly proposed: ResolveOrganization
  readonly organizationId: string | undefined
}

/**
 * The two ways to lose access: no passkey may sign in any more, or none certainly can. For example, an imported passkey
 * has not verified its user before its first use.
 */
const losses = [maySignIn, canSignIn] as const

/** Each user is counted once, with the first of the user's passkeys that works today. */
async function isLockedOut(context: Context, { passkey, proposed, ...member }: Candidate): Promise<boolean> {
  const { settings, policies, store } = context
  const { userId } = passkey
  const today = await policies.forMember(member)
  const then = await policyForMember(member, proposed)
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

import type { PasskeyRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import { walkPasskeys } from '../../context/paging.js'
import { policyForUser, type ResolveOrganization } from '../../context/policy-reader.js'
import { canSignIn, maySignIn } from '../../passkey/usability.js'
import { type ProposedPolicy, proposePolicy } from './validate-layer.js'

export interface PolicyPreviewInput extends ProposedPolicy {
  /** The `next` of the page before. */
  readonly after?: string | undefined
  /** How many users are listed, 1 to 1000. Default: 100. */
  readonly limit?: number | undefined
}

/** Whom a change would lock out: users of whose passkeys some sign in today, and none would then. */
export interface PolicyPreview {
  /** How many, from `after` on. */
  readonly lockedOut: number
  /** The first of them. */
  readonly items: readonly LockedOutUser[]
  readonly next?: string
}

export interface LockedOutUser {
  readonly userId: string
  /** What the host says the user could still sign in with. */
  readonly otherSignInMethods: readonly string[]
}

/**
 * Says whom a change of policy would lock out, before it is made; changes nothing. All passkeys of the relying party
 * are walked, a page at a time.
 *
 * @throws {PasskeyError} `policy_invalid` with `issues`, `malformed`, `storage_unavailable`
 * @throws {TypeError} for an organisation where there is no `host.organizationsOf`.
 */
export async function previewPolicy(context: Context, input: PolicyPreviewInput): Promise<PolicyPreview> {
  const { limit = 100 } = input
  if (!(limit >= 1 && limit <= 1000)) throw new TypeError('limit must be 1 to 1000.')
  const proposed = await proposePolicy(context, input)
  const listed: { readonly userId: string; readonly at: string }[] = []
  let lockedOut = 0
  for await (const passkey of walkPasskeys(context, input.after)) {
    if (!(await isLockedOut(context, { passkey, proposed, organizationId: input.organizationId }))) continue
    lockedOut++
    if (listed.length < limit) listed.push({ userId: passkey.userId, at: passkey.id })
  }
  const items = await Promise.all(listed.map(({ userId }) => withWaysIn(context, userId)))
  const last = listed.at(-1)
  return { lockedOut, items, ...(last && lockedOut > listed.length ? { next: last.at } : {}) }
}

interface Candidate {
  readonly passkey: PasskeyRecord
  readonly proposed: ResolveOrganization
  readonly organizationId: string | undefined
}

/**
 * What a user may lose: every passkey that may sign in, or every one that certainly can. An imported passkey, say,
 * verifies nobody before it is used.
 */
const losses = [maySignIn, canSignIn] as const

/** Counted with the first of the user's passkeys that works today, so that nobody counts twice. */
async function isLockedOut(context: Context, { passkey, proposed, organizationId }: Candidate): Promise<boolean> {
  const { settings, policies, store } = context
  const { userId } = passkey
  if (organizationId !== undefined && !(await isMember(context, userId, organizationId))) return false
  const today = await policies.forUser(userId, organizationId)
  const then = await policyForUser(settings, { userId, organizationId }, proposed)
  if (!maySignIn(passkey, today) || canSignIn(passkey, then)) return false
  const { passkeys } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
  const [first] = passkeys.flatMap((it) => (maySignIn(it, today) ? [it.id] : [])).sort()
  if (first !== passkey.id) return false
  return losses.some((works) => passkeys.some((it) => works(it, today)) && !passkeys.some((it) => works(it, then)))
}

async function isMember({ settings }: Context, userId: string, organizationId: string): Promise<boolean> {
  const organizations = await settings.host.organizationsOf?.({ userId })
  if (!organizations) throw new TypeError('A preview for an organisation needs host.organizationsOf.')
  return organizations.includes(organizationId)
}

async function withWaysIn({ settings }: Context, userId: string): Promise<LockedOutUser> {
  return { userId, otherSignInMethods: (await settings.host.otherSignInMethods?.({ userId })) ?? [] }
}

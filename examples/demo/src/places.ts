import type { AdmissionReason } from '@latchkey/core'
import { passkeys } from './passkeys.js'
import { type AppSession, sessions } from './sessions.js'

/** Why the current sign-in is not enough for an organization. */
export type Refusal = Exclude<AdmissionReason, 'admitted'> | 'password_refused'

/** Why the session is not enough for the organization; undefined if it is. */
export async function refusalOf(session: AppSession, organizationId: string): Promise<Refusal | undefined> {
  const { userId, proof, organizations } = session
  if (!organizations.some(({ id }) => id === organizationId)) return 'not_a_member'
  if (!proof) return (await passkeys.passwordAllowed({ userId, organizationId })) ? undefined : 'password_refused'
  const { reason } = await passkeys.assurance.admits({ signIn: { userId, ...proof }, organizationId })
  return reason === 'admitted' ? undefined : reason
}

/** The session, in an organization: without a choice, the first one that accepts the sign-in. */
export async function enter(request: Request): Promise<AppSession | null> {
  const session = await sessions.read(request)
  if (!session || session.partial || session.organizationId !== undefined) return session
  for (const { id } of session.organizations) {
    if ((await refusalOf(session, id)) !== undefined) continue
    await sessions.move(request, id)
    return { ...session, organizationId: id }
  }
  return session
}

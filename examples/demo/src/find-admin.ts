import type { Actor, Passkeys } from '@latchkey/core'
import { admins } from './admins.js'
import { isHeldBack } from './is-held-back.js'
import { sessions } from './sessions.js'

/** The admin who is signed in; null for other users, and for an admin who must create a passkey first. */
export async function findAdmin(passkeys: Pick<Passkeys, 'prompt'>, request: Request): Promise<Actor | null> {
  const session = await sessions.read(request)
  if (!session || session.partial || !(await admins.includes(session.userId)) || (await isHeldBack(passkeys, session)))
    return null
  return actorOf(session)
}

/** The admins of this app manage every organization. */
export function actorOf({ userId }: { readonly userId: string }): Actor {
  return { id: userId, scope: 'environment' }
}

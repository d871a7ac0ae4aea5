import type { Actor, Passkeys } from '@latchkey/core'
import { isHeldBack } from './is-held-back.js'
import { sessions } from './sessions.js'
import { staff } from './staff.js'

/** The warden who is signed in, if one is and owes nothing. */
export async function findWarden(passkeys: Pick<Passkeys, 'prompt'>, request: Request): Promise<Actor | null> {
  const session = await sessions.read(request)
  if (!session || !(await staff.includes(session.userId)) || (await isHeldBack(passkeys, session))) return null
  return { id: session.userId }
}

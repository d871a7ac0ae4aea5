import { createMiddleware } from 'hono/factory'
import { admins } from './admins.js'
import { isHeldBack } from './is-held-back.js'
import { messagePage } from './pages/message-page.js'
import { passkeys } from './passkeys.js'
import { enter } from './places.js'
import type { AppSession } from './sessions.js'

/** The variables that a guard sets. */
export interface Guarded {
  readonly Variables: { readonly session: AppSession }
}

/** For signed-in users. */
export const forSignedIn = createMiddleware<Guarded>(async (context, next) => {
  const session = await enter(context.req.raw)
  if (!session) return context.redirect('/sign-in', 303)
  if (session.partial) return context.redirect('/second-step', 303)
  context.set('session', session)
  return next()
})

/** After `forSignedIn`: users who must create a passkey first are redirected to the offer. */
export const forFree = createMiddleware<Guarded>(async (context, next) => {
  return (await isHeldBack(passkeys, context.get('session'))) ? context.redirect('/offer', 303) : next()
})

/** After both. */
export const forAdmins = createMiddleware<Guarded>(async (context, next) => {
  if (await admins.includes(context.get('session').userId)) return next()
  const page = messagePage({ title: 'Admins only', text: 'Only admins can open this page.' })
  return context.html(page, 403)
})

import { createMiddleware } from 'hono/factory'
import { admins } from './admins.js'
import { isHeldBack } from './is-held-back.js'
import { messagePage } from './pages/message-page.js'
import { passkeys } from './passkeys.js'
import { enter } from './places.js'
import type { AppSession } from './sessions.js'

/** What a page behind a guard knows. */
export interface Guarded {
  readonly Variables: { readonly session: AppSession }
}

/** For whoever is signed in. */
export const forSignedIn = createMiddleware<Guarded>(async (context, next) => {
  const session = await enter(context.req.raw)
  if (!session) return context.redirect('/sign-in', 303)
  context.set('session', session)
  return next()
})

/** Behind `forSignedIn`: whoever must make a passkey first gets no further than the question. */
export const forFree = createMiddleware<Guarded>(async (context, next) => {
  return (await isHeldBack(passkeys, context.get('session'))) ? context.redirect('/offer', 303) : next()
})

/** Behind both. */
export const forAdmins = createMiddleware<Guarded>(async (context, next) => {
  if (await admins.includes(context.get('session').userId)) return next()
  const page = messagePage({ title: 'For admins only', text: 'Your account is not one of an admin.' })
  return context.html(page, 403)
})

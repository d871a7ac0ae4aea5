import { type Context, Hono } from 'hono'
import { findPasswordProblem, readCredentials } from '../credentials.js'
import { forFree, forSignedIn, type Guarded } from '../guards.js'
import { passwordPage } from '../pages/password-page.js'
import { users } from '../users.js'

/** Sets a password for users without one. A new sign-in method requires a recent sign-in. */
export const password = new Hono<Guarded>()

const recentMs = 300_000

password.get('/account/password', forSignedIn, forFree, async (context) => {
  return (await redirectAway(context)) ?? context.html(passwordPage({}))
})

password.post('/account/password', forSignedIn, forFree, async (context) => {
  const redirect = await redirectAway(context)
  if (redirect) return redirect
  const { password } = readCredentials(await context.req.parseBody())
  const problem = findPasswordProblem(password)
  if (problem) return context.html(passwordPage({ problem: problem.message }), 422)
  await users.setPassword({ userId: context.get('session').userId, password })
  return context.redirect('/account', 303)
})

/** Redirects users who already have a password, and users whose sign-in is too old. */
async function redirectAway(context: Context<Guarded>): Promise<Response | undefined> {
  const { userId, authenticatedAt } = context.get('session')
  if ((await users.otherSignInMethods({ userId })).includes('password')) return context.redirect('/account', 303)
  if (Date.now() - authenticatedAt > recentMs) return context.redirect('/sign-in?again', 303)
  return undefined
}

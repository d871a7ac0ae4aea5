import { type Context, Hono } from 'hono'
import { findPasswordProblem, readCredentials } from '../credentials.js'
import { forFree, forSignedIn, type Guarded } from '../guards.js'
import { passwordPage } from '../pages/password-page.js'
import { users } from '../users.js'

/** A password for who has signed up without one; another way in asks for a sign-in that is recent. */
export const password = new Hono<Guarded>()

const recentMs = 300_000

password.get('/account/password', forSignedIn, forFree, async (context) => {
  return (await leave(context)) ?? context.html(passwordPage({}))
})

password.post('/account/password', forSignedIn, forFree, async (context) => {
  const elsewhere = await leave(context)
  if (elsewhere) return elsewhere
  const { password } = readCredentials(await context.req.parseBody())
  const problem = findPasswordProblem(password)
  if (problem) return context.html(passwordPage({ problem: problem.message }), 422)
  await users.setPassword({ userId: context.get('session').userId, password })
  return context.redirect('/account', 303)
})

/** Who has a password has nothing to do here, and who signed in long ago does that once more. */
async function leave(context: Context<Guarded>): Promise<Response | undefined> {
  const { userId, authenticatedAt } = context.get('session')
  if ((await users.otherSignInMethods({ userId })).includes('password')) return context.redirect('/account', 303)
  if (Date.now() - authenticatedAt > recentMs) return context.redirect('/sign-in?again', 303)
  return undefined
}

import { Hono } from 'hono'
import { findProblem, readCredentials } from '../credentials.js'
import { signUpPage } from '../pages/sign-up-page.js'
import { sessions } from '../sessions.js'
import { users } from '../users.js'

/** New accounts. */
export const signUp = new Hono()

signUp.get('/sign-up', async (context) => {
  if (await sessions.read(context.req.raw)) return context.redirect('/account')
  return context.html(signUpPage({ email: '' }))
})

signUp.post('/sign-up', async (context) => {
  const credentials = readCredentials(await context.req.parseBody())
  const { email } = credentials
  const problem = findProblem(credentials)
  if (problem) return context.html(signUpPage({ email, problem }), 422)
  const user = await users.create(credentials)
  if (!user) {
    const message = 'There is already an account with this e-mail address.'
    return context.html(signUpPage({ email, problem: { field: 'email', message } }), 409)
  }
  const cookie = await sessions.begin({ userId: user.id, method: 'password', request: context.req.raw, on: 'sign-up' })
  context.header('set-cookie', cookie)
  return context.redirect('/offer', 303)
})

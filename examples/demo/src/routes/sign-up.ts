import { Hono } from 'hono'
import { findProblem, readCredentials } from '../credentials.js'
import { type SignUpPage, signUpPage } from '../pages/sign-up-page.js'
import { passkeys } from '../passkeys.js'
import { sessions } from '../sessions.js'
import { users } from '../users.js'

/** New accounts. */
export const signUp = new Hono()

signUp.get('/sign-up', async (context) => {
  if (await sessions.read(context.req.raw)) return context.redirect('/account')
  const wantsPassword = context.req.query('with') === 'password'
  return context.html(await showSignUp({ email: '', method: wantsPassword ? 'password' : 'passkey' }))
})

signUp.post('/sign-up', async (context) => {
  const credentials = readCredentials(await context.req.parseBody())
  const { email } = credentials
  const problem = findProblem(credentials)
  if (problem) return context.html(await showSignUp({ email, problem, method: 'password' }), 422)
  const user = await users.create(credentials)
  if (!user) {
    const message = 'An account with this e-mail address already exists.'
    return context.html(await showSignUp({ email, problem: { field: 'email', message }, method: 'password' }), 409)
  }
  const cookie = await sessions.begin({ userId: user.id, method: 'password', request: context.req.raw, on: 'sign-up' })
  context.header('set-cookie', cookie)
  return context.redirect('/offer', 303)
})

/** With a password, if the policy does not allow sign-up with a passkey. */
async function showSignUp(page: Omit<SignUpPage, 'offersPasskey'>): Promise<ReturnType<typeof signUpPage>> {
  const { signUp: offersPasskey } = await passkeys.config()
  return signUpPage({ ...page, method: offersPasskey ? page.method : 'password', offersPasskey })
}

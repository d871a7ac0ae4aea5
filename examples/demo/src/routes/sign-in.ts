import { Hono } from 'hono'
import { readCredentials } from '../credentials.js'
import { signInPage } from '../pages/sign-in-page.js'
import { sessions } from '../sessions.js'
import { users } from '../users.js'

/** Signing in with a password, and signing out. */
export const signIn = new Hono()

/** The door of the app: who is signed in goes through it, anybody else can sign in right here. */
signIn.get('/', async (context) => {
  if (await sessions.read(context.req.raw)) return context.redirect('/account')
  return context.html(signInPage({ email: '', again: false }))
})

signIn.get('/sign-in', async (context) => {
  const session = await sessions.read(context.req.raw)
  const again = context.req.query('again') !== undefined
  if (session && !again) return context.redirect('/account')
  return context.html(signInPage({ email: session?.user.name ?? '', again: session !== null }))
})

signIn.post('/sign-in', async (context) => {
  const credentials = readCredentials(await context.req.parseBody())
  const user = await users.findByPassword(credentials)
  if (!user) {
    const again = (await sessions.read(context.req.raw)) !== null
    const problem = 'This e-mail address and password do not belong together.'
    return context.html(signInPage({ email: credentials.email, again, problem }), 401)
  }
  const cookie = await sessions.begin({ userId: user.id, method: 'password', request: context.req.raw })
  context.header('set-cookie', cookie)
  return context.redirect('/offer', 303)
})

signIn.post('/sign-out', async (context) => {
  context.header('set-cookie', await sessions.end(context.req.raw))
  return context.redirect('/sign-in', 303)
})

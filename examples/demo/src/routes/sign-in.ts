import { type Context, Hono } from 'hono'
import { readCredentials } from '../credentials.js'
import { organizations } from '../organizations.js'
import { type SignInPage, signInPage } from '../pages/sign-in-page.js'
import { passkeys } from '../passkeys.js'
import { sessions } from '../sessions.js'
import { twoStep } from '../two-step.js'
import { type User, users } from '../users.js'

/** Sign-in with a password, and sign-out. */
export const signIn = new Hono()

/** The start page: signed-in users are redirected to their account, all others can sign in here. */
signIn.get('/', async (context) => {
  if (await sessions.read(context.req.raw)) return context.redirect('/account')
  return context.html(await showSignIn({ email: '', again: false }))
})

signIn.get('/sign-in', async (context) => {
  const session = await sessions.read(context.req.raw)
  const again = context.req.query('again') !== undefined
  if (session && !again) return context.redirect('/account')
  const organization = organizations.find(context.req.query('organization'))
  return context.html(await showSignIn({ email: session?.user.name ?? '', again: session !== null, organization }))
})

signIn.post('/sign-in', async (context) => {
  const form = await context.req.parseBody()
  const organization = organizations.find(String(form.organization))
  const credentials = readCredentials(form)
  const refuse = async (status: 401 | 403, problem: string) => {
    const again = (await sessions.read(context.req.raw)) !== null
    return context.html(await showSignIn({ email: credentials.email, again, organization, problem }), status)
  }
  const user = await users.findByPassword(credentials)
  if (!user) return refuse(401, 'The e-mail address or password is wrong.')
  const memberships = await organizations.of(user.id)
  const organizationId = memberships.find(({ id }) => id === organization?.id)?.id
  if (!(await passkeys.passwordAllowed({ userId: user.id, organizationId }))) {
    return refuse(403, 'Your password is no longer accepted. Sign in with your passkey.')
  }
  return startSession(context, user, organizationId)
})

async function startSession(context: Context, user: User, organizationId: string | undefined): Promise<Response> {
  const where = organizationId === undefined ? {} : { organizationId }
  const partial = await twoStep.isMissing(passkeys, user.id)
  const cookie = await sessions.begin({
    userId: user.id,
    method: 'password',
    request: context.req.raw,
    partial,
    ...where,
  })
  context.header('set-cookie', cookie)
  return context.redirect(partial ? '/second-step' : '/offer', 303)
}

signIn.post('/sign-out', async (context) => {
  context.header('set-cookie', await sessions.end(context.req.raw))
  return context.redirect('/sign-in', 303)
})

async function showSignIn(page: Omit<SignInPage, 'methods' | 'config'>): Promise<ReturnType<typeof signInPage>> {
  const where = { organizationId: page.organization?.id }
  const methods = await passkeys.signInMethods({ ...where, others: ['password'] })
  return signInPage({ ...page, methods, config: await passkeys.config(where) })
}

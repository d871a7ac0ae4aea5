import { createPasskeyRoutes } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const redirect = (location, cookie) =>
  new Response(null, { status: 303, headers: { location, ...(cookie ? { 'set-cookie': cookie } : {}) } })

const signIn =
  (find) =>
  async (request, { DB }) => {
    const form = await request.formData()
    const userId = await find(DB, form.get('email'), form.get('password'))
    if (!userId) return redirect('/?failed')
    return redirect('/account', await beginSession(DB, userId, 'password'))
  }
const forms = {
  '/sign-in': signIn(checkPassword),
  '/sign-up': signIn(createUser),
  '/sign-out': async (request, { DB }) => redirect('/', await endSession(DB, request.headers.get('cookie'))),
}

let handlePasskeys

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url)
    if (pathname === '/passkeys' || pathname.startsWith('/passkeys/')) {
      handlePasskeys ??= createPasskeyRoutes(env)
      return handlePasskeys(request)
    }
    if (request.method === 'POST' && Object.hasOwn(forms, pathname)) return forms[pathname](request, env)
    const isAccount = pathname.startsWith('/account')
    if (isAccount && !(await readSession(env.DB, request.headers.get('cookie')))) return redirect('/')
    return env.ASSETS.fetch(request)
  },
}

import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { toNodeListener } from '@latchkey/http/node'
import Koa from 'koa'
import serve from 'koa-static'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const app = new Koa()
const listener = toNodeListener(handlePasskeys)
app.use(async (ctx, next) => {
  if (ctx.path !== '/passkeys' && !ctx.path.startsWith('/passkeys/')) return next()
  ctx.respond = false
  await listener(ctx.req, ctx.res)
})

app.use(bodyParser({ enableTypes: ['form'] }))
const redirect = (ctx, path, cookie) => {
  if (cookie) ctx.set('set-cookie', cookie)
  ctx.status = 303
  ctx.redirect(path)
}
const signIn = (find) => async (ctx) => {
  const { email, password } = ctx.request.body
  const userId = await find(email, password)
  if (!userId) return redirect(ctx, '/?failed')
  redirect(ctx, '/account', await beginSession(userId, 'password'))
}
const router = new Router()
router.post('/sign-in', signIn(checkPassword))
router.post('/sign-up', signIn(createUser))
router.post('/sign-out', (ctx) => redirect(ctx, '/', endSession(ctx.headers.cookie)))
router.get('/account', (ctx, next) => (readSession(ctx.headers.cookie) ? next() : redirect(ctx, '/')))
app.use(router.routes())
app.use(serve('public', { extensions: ['html'] }))

app.listen(port, () => console.log(`http://localhost:${port}`))

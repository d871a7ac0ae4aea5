import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const app = new Hono()
app.all('/passkeys/*', (c) => handlePasskeys(c.req.raw, c))
app.all('/passkeys', (c) => handlePasskeys(c.req.raw, c))

const signIn = (find) => async (c) => {
  const { email, password } = await c.req.parseBody()
  const userId = await find(email, password)
  if (!userId) return c.redirect('/?failed', 303)
  c.header('set-cookie', await beginSession(userId, 'password'))
  return c.redirect('/account', 303)
}
app.post('/sign-in', signIn(checkPassword))
app.post('/sign-up', signIn(createUser))
app.post('/sign-out', (c) => {
  c.header('set-cookie', endSession(c.req.header('cookie')))
  return c.redirect('/', 303)
})

app.get('/account', (c, next) => (readSession(c.req.header('cookie')) ? next() : c.redirect('/')))
app.get('/account', serveStatic({ path: './public/account.html' }))
app.use(serveStatic({ root: './public' }))

serve({ fetch: app.fetch, port }, () => console.log(`http://localhost:${port}`))

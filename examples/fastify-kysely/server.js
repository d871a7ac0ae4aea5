import formBody from '@fastify/formbody'
import staticFiles from '@fastify/static'
import { toNodeListener } from '@latchkey/http/node'
import { fastify } from 'fastify'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const app = fastify()
const listener = toNodeListener(handlePasskeys)
app.register(async (scope) => {
  // The handler reads the body itself.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  for (const path of ['/passkeys', '/passkeys/*']) {
    scope.all(path, async (request, reply) => {
      reply.hijack()
      await listener(request.raw, reply.raw)
    })
  }
})

app.register(formBody)
const signIn = (find) => async (request, reply) => {
  const userId = await find(request.body.email, request.body.password)
  if (!userId) return reply.redirect('/?failed', 303)
  return reply.header('set-cookie', await beginSession(userId, 'password')).redirect('/account', 303)
}
app.post('/sign-in', signIn(checkPassword))
app.post('/sign-up', signIn(createUser))
app.post('/sign-out', (request, reply) =>
  reply.header('set-cookie', endSession(request.headers.cookie)).redirect('/', 303),
)

app.register(staticFiles, { root: new URL('public', import.meta.url).pathname })
app.get('/account', (request, reply) =>
  readSession(request.headers.cookie) ? reply.sendFile('account.html') : reply.redirect('/', 303),
)

await app.listen({ port, host: 'localhost' })
console.log(`http://localhost:${port}`)

import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { toNodeListener } from '@latchkey/http/node'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { sendFile } from './static-files.js'
import { checkPassword, createUser } from './users.js'

const listenForPasskeys = toNodeListener(handlePasskeys)
const redirect = (response, location, cookie) =>
  response.writeHead(303, { location, ...(cookie ? { 'set-cookie': cookie } : {}) }).end()

const signIn = (find) => async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const userId = find(form.get('email'), form.get('password'))
  if (!userId) return redirect(response, '/?failed')
  redirect(response, '/account', await beginSession(userId, 'password'))
}
const forms = {
  '/sign-in': signIn(checkPassword),
  '/sign-up': signIn(createUser),
  '/sign-out': ({ headers }, response) => redirect(response, '/', endSession(headers.cookie)),
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  if (pathname === '/passkeys' || pathname.startsWith('/passkeys/')) return listenForPasskeys(request, response)
  if (request.method === 'POST' && Object.hasOwn(forms, pathname)) return forms[pathname](request, response)
  if (pathname === '/account' && !readSession(request.headers.cookie)) return redirect(response, '/')
  sendFile(pathname, response)
})
server.listen(port, () => console.log(`http://localhost:${port}`))

import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { H3, redirect, serve, serveStatic } from 'h3'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const app = new H3()
app.all('/passkeys', (event) => handlePasskeys(event.req, event))
app.all('/passkeys/**', (event) => handlePasskeys(event.req, event))

const signIn = (find) => async (event) => {
  const form = await event.req.formData()
  const userId = await find(form.get('email'), form.get('password'))
  if (!userId) return redirect('/?failed', 303)
  event.res.headers.append('set-cookie', await beginSession(userId, 'password'))
  return redirect('/account', 303)
}
app.post('/sign-in', signIn(checkPassword))
app.post('/sign-up', signIn(createUser))
app.post('/sign-out', (event) => {
  event.res.headers.append('set-cookie', endSession(event.req.headers.get('cookie')))
  return redirect('/', 303)
})

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const pathOf = (id) => join('public', extname(id) === '' ? `${id}.html` : id)
const files = {
  indexNames: ['/index.html'],
  getContents: (id) => readFile(pathOf(id)),
  getMeta: async (id) => {
    const file = await stat(pathOf(id)).catch(() => undefined)
    return file?.isFile() ? { type: types[extname(pathOf(id))], size: file.size } : undefined
  },
}
app.get('/account', (event) =>
  readSession(event.req.headers.get('cookie')) ? serveStatic(event, files) : redirect('/', 303),
)
app.get('/**', (event) => serveStatic(event, files))

serve(app, { port, hostname: 'localhost' })
console.log(`http://localhost:${port}`)

import { toNodeListener } from '@latchkey/http/node'
import express from 'express'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const app = express()
app.use('/passkeys', toNodeListener(handlePasskeys))
app.use(express.urlencoded())

app.get('/account', (request, response, next) =>
  readSession(request.headers.cookie) ? next() : response.redirect('/'),
)
app.use(express.static('public', { extensions: ['html'] }))

const signIn = (find) => async (request, response) => {
  const userId = await find(request.body.email, request.body.password)
  if (!userId) return response.redirect(303, '/?failed')
  response.setHeader('set-cookie', await beginSession(userId, 'password'))
  response.redirect(303, '/account')
}
app.post('/sign-in', signIn(checkPassword))
app.post('/sign-up', signIn(createUser))
app.post('/sign-out', (request, response) => {
  response.setHeader('set-cookie', endSession(request.headers.cookie))
  response.redirect(303, '/')
})

app.listen(port, () => console.log(`http://localhost:${port}`))

import { resolve } from 'node:path'
import { toNodeListener } from '@latchkey/http/node'
import cors from 'cors'
import express from 'express'
import { api, apiPort, origin, port } from './environment.js'
import { handlePasskeys } from './passkeys.js'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

const app = express()
app.use(cors({ origin, credentials: true }))
app.use('/passkeys', toNodeListener(handlePasskeys))
app.use(express.json())

const signIn = (find) => async (request, response) => {
  const userId = await find(request.body.email, request.body.password)
  if (!userId) return response.sendStatus(401)
  response.setHeader('set-cookie', await beginSession(userId, 'password')).sendStatus(204)
}
app.post('/sign-in', signIn(checkPassword))
app.post('/sign-up', signIn(createUser))
app.post('/sign-out', (request, response) =>
  response.setHeader('set-cookie', endSession(request.headers.cookie)).sendStatus(204),
)
app.get('/session', (request, response) => response.sendStatus(readSession(request.headers.cookie) ? 204 : 401))
app.listen(apiPort, () => console.log(`The API is at ${api}`))

// Any host of static files does it.
const page = express()
page.use(express.static('dist'))
page.get('/account', (_request, response) => response.sendFile(resolve('dist/index.html')))
page.listen(port, () => console.log(origin))

import { toNodeListener } from '@latchkey/http/node'
import express from 'express'
import { expect, test } from 'vitest'
import { createCookieApp, walk } from '../journey.js'
import { listen, overHttp } from '../listen.js'

test.each<[string, (app: express.Express, listener: express.RequestHandler) => unknown]>([
  ['mounted under its path', (app, listener) => app.use('/passkeys', listener)],
  ['at the root, behind a parser', (app, listener) => app.use(express.json()).use(listener)],
  ['as a route', (app, listener) => app.all(['/passkeys', '/passkeys/*path'], listener)],
])('the whole journey runs under Express, %s', async (_, mount) => {
  const app = createCookieApp<express.Request>()
  const server = express()
  mount(server, toNodeListener(app.handle))
  const { address, close } = await listen(server)
  await walk({ app, send: overHttp(address), expect })
  expect(app.natives.map(({ app: it }) => it === server)).not.toContain(false)
  await close()
})

test('cookies that the app has set on the response go out beside ours', async () => {
  const app = createCookieApp()
  const server = express().use((_request, response, next) => {
    response.cookie('lang', 'en')
    next()
  })
  const { address, close } = await listen(server.use(toNodeListener(app.handle)))
  const headers = { origin: 'http://localhost:3000', 'content-type': 'application/json' }
  const response = await fetch(`${address}/passkeys/sign-in/begin`, { method: 'POST', headers, body: '{}' })
  expect(response.headers.getSetCookie().map((it) => it.split('=', 1)[0])).toEqual(['lang', 'latchkey'])
  await close()
})

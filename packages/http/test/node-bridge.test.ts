import {
  createServer,
  type IncomingMessage,
  request as nodeRequest,
  type RequestListener,
  type Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeListener } from '@latchkey/http/node'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { createApp, createBrowser, enroll } from './app.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

/** A server on a free port, and its address. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

const pageOrigin = 'http://localhost:3000'

/** A browser whose requests go over a real socket. */
function browserOf(address: string, user = 'alice') {
  const overTheWire = async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    const body = request.method === 'GET' ? undefined : await request.text()
    return fetch(address + pathname + search, {
      method: request.method,
      headers: request.headers,
      ...(body ? { body } : {}),
    })
  }
  return createBrowser(overTheWire, { pageOrigin, user })
}

function expressApp(mount: (app: express.Express, listener: ReturnType<typeof toNodeListener>) => void) {
  const app = createApp({}, pageOrigin)
  const server = express()
  mount(server, toNodeListener(app.handle))
  return { app, server }
}

describe.each<[string, (app: express.Express, listener: ReturnType<typeof toNodeListener>) => void]>([
  ['mounted, with the prefix in originalUrl', (server, listener) => server.use('/passkeys', listener)],
  [
    'after a middleware has parsed the body',
    (server, listener) => server.use(express.json()).use('/passkeys', listener),
  ],
  ['after another has read it as text', (server, listener) => server.use(express.text({ type: '*/*' })).use(listener)],
  ['after another has read it as bytes', (server, listener) => server.use(express.raw({ type: '*/*' })).use(listener)],
])('under Express %s', (_, mount) => {
  test('a passkey is made, and every cookie arrives at sign-in', async () => {
    const { app, server } = expressApp(mount)
    const browser = browserOf(await listen(server))
    expect(await enroll(app, browser)).toMatchObject({ status: 201 })
    const begun = await browser.call('POST', '/sign-in/begin', {})
    const response = await app.authenticator.get(begun.body.options)
    const signedIn = await browser.call('POST', '/sign-in/finish', { ceremony: begun.body.ceremony, response })
    expect(signedIn.body).toEqual({ userId: 'alice' })
    expect(signedIn.headers.getSetCookie().map((it) => it.split('=', 1)[0])).toEqual(['session', 'theme', 'latchkey'])
  })
})

describe('under node:http', () => {
  const bridged = async (change: Parameters<typeof createApp>[0] = {}, options = {}) => {
    const app = createApp(change, pageOrigin)
    return { app, address: await listen(toNodeListener(app.handle, options)) }
  }

  test('a form that a middleware has parsed is not passed off as JSON', async () => {
    const { server } = expressApp((it, listener) => it.use(express.urlencoded({ extended: false })).use(listener))
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await browserOf(await listen(server)).call(
      'POST',
      '/sign-in/begin',
      'mediation=conditional',
      headers,
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
  })

  test('a body over the limit is refused', async () => {
    const { address } = await bridged()
    const answer = await browserOf(address).call('POST', '/sign-in/begin', { x: 'x'.repeat(300_000) })
    expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } })
  })

  test('Host and forwarded headers are not read: the host’s functions see the configured origin', async () => {
    const seen: string[] = []
    const session = (request: Request) => {
      seen.push(request.url)
      return null
    }
    const { address } = await bridged({ session }, { origin: pageOrigin })
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    expect((await send(address, { method: 'GET', path: '/passkeys/', headers })).statusCode).toBe(401)
    expect(seen).toEqual([`${pageOrigin}/passkeys/`])
  })

  test('a method that Fetch does not know is not found', async () => {
    const { address } = await bridged()
    const answer = await send(address, { method: 'TRACE', path: '/passkeys/config', headers: {} })
    expect(answer.statusCode).toBe(404)
  })

  test('every other method is answered by the handler', async () => {
    const seen: string[] = []
    const handle = async ({ method }: Request) => new Response(null, { status: seen.push(method) && 405 })
    const address = await listen(toNodeListener(Object.assign(handle, { basePath: '/.well-known' })))
    const asked = ['HEAD', 'OPTIONS', 'PROPFIND', 'DELETE']
    for (const method of asked) {
      expect((await send(address, { method, path: '/.well-known/webauthn', headers: {} })).statusCode).toBe(405)
    }
    expect(seen).toEqual(asked)
  })

  test('every method of every table arrives: an admin sets the policy', async () => {
    const { address } = await bridged({ serve: ['admin'], authorizeAdmin: () => ({ id: 'root' }) })
    const answer = await browserOf(address).call('PUT', '/admin/policy', { policy: { limit: 3 }, expectedVersion: 0 })
    expect(answer).toMatchObject({ status: 200, body: { policy: { limit: 3 }, version: 1 } })
  })

  test('a target that is a whole URL names nothing here', async () => {
    const { address } = await bridged()
    const answer = await send(address, { method: 'GET', path: 'http://evil.example/passkeys/config', headers: {} })
    expect(answer.statusCode).toBe(404)
  })

  test('when the other side goes away the request is aborted', async () => {
    let gone: Promise<void> | undefined
    let begun = () => {}
    const isCalled = new Promise<void>((resolve) => {
      begun = resolve
    })
    const listener = toNodeListener((request) => {
      gone = new Promise((resolve) => request.signal.addEventListener('abort', () => resolve()))
      begun()
      return new Promise(() => {})
    })
    const outgoing = nodeRequest(`${await listen(listener)}/passkeys/config`).on('error', () => {})
    outgoing.end()
    await isCalled
    outgoing.destroy()
    await expect(gone).resolves.toBeUndefined()
  })

  test('what the handler throws is reported, and the client gets an empty 500', async () => {
    const errors: unknown[] = []
    const boom = new Error('boom')
    const { address } = await bridged(
      { session: () => Promise.reject(boom) },
      { onError: (it: unknown) => errors.push(it) },
    )
    const answer = await fetch(`${address}/passkeys/`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toBe('')
    expect(errors).toEqual([boom])
  })

  test('under Express it goes to the error handler', async () => {
    const boom = new Error('boom')
    const app = createApp({ session: () => Promise.reject(boom) }, pageOrigin)
    const server = express().use(toNodeListener(app.handle))
    server.use(((error, _request, response, _next) =>
      response.status(500).send(error.message)) as express.ErrorRequestHandler)
    const answer = await fetch(`${await listen(server)}/passkeys/`)
    expect(await answer.text()).toBe('boom')
  })
})

function send(address: string, options: { method: string; path: string; headers: Record<string, string> }) {
  const { hostname, port } = new URL(address)
  return new Promise<IncomingMessage>((resolve, reject) => {
    nodeRequest({ hostname, port, ...options }, resolve)
      .on('error', reject)
      .end()
  })
}

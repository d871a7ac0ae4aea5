import { type IncomingMessage, request as nodeRequest } from 'node:http'
import { toNodeListener } from '@latchkey/http/node'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { createApp } from './app.js'
import { listen, type Served } from './listen.js'

const open: Served[] = []
afterEach(() => Promise.all(open.splice(0).map((it) => it.close())))

/** An app whose functions write down that they were called, and a request of any method for exactly this target. */
async function setUp({ basePath = '/passkeys', atRoot = false } = {}) {
  const calls: string[] = []
  const { handle } = createApp({
    basePath,
    serve: ['public', 'self', 'admin'],
    session: () => {
      calls.push('session')
      return null
    },
    authorizeAdmin: () => {
      calls.push('authorizeAdmin')
      return null
    },
    onRefused: () => {},
  })
  const listener = toNodeListener(handle)
  const app = express().use(listener)
  app.use((_request, response) => void response.status(418).end())
  const served = await listen(atRoot ? app : (request, response) => void listener(request, response))
  open.push(served)
  return { calls, send: (target: string, method = 'GET') => sendRaw(served.address, target, method) }
}

/** Without a URL parser between, which would tidy the path. */
function sendRaw(address: string, path: string, method: string): Promise<number | undefined> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage) => resolve(response.resume().statusCode)
    nodeRequest({ hostname, port, path, method }, answered).on('error', reject).end()
  })
}

const ambiguous = [
  '/passkeys/./admin/policy',
  '/./passkeys/admin/policy',
  '/passkeys/x/../admin/policy',
  '/public/../passkeys/admin/policy',
  '/passkeys/%2e/admin/policy',
  '/passkeys/x/%2e%2e/admin/policy',
  '/passkeys/x/.%2E/admin/policy',
  '/passkeys/x/%2E./admin/policy',
  '/passkeys\\admin/policy',
  '/passkeys/admin\\policy',
  '/passkeys//admin/policy',
  '//passkeys/admin/policy',
  '/passkeys/admin//policy',
  '/passkeys/admin/policy//',
  '/passkeys/admin/policy/.',
  '/passkeys/admin/policy/x/..',
  '/passkeys/admin%2fpolicy',
  '/passkeys%2Fadmin/policy',
  '/passkeys/x%2f..%2fadmin/policy',
  '/passkeys/x%5c..%5cadmin/policy',
  '/passkeys/admin/organizations/..%2F..%2Fpublic/policy',
  '/passkeys/admin/organizations/%2e%2e/policy',
  '/passkeys/admin/organizations/a%00b/policy',
  '/passkeys/admin/organizations/a%0ab/policy',
  '/passkeys/%61dmin/policy',
  '/%70asskeys/admin/policy',
  '/passkeys/admin/policy#',
  '/passkeys/admin/policy%',
  '/passkeys/admin/organizations/%zz/policy',
  '/passkeys/admin/organizations/%ff/policy',
  'http://localhost/passkeys/admin/policy',
  'http://evil.example/passkeys/',
]

describe('a path that can be read in two ways', () => {
  test.each(ambiguous)('%s is not found, and none of your functions is called', async (target) => {
    const { calls, send } = await setUp()
    expect(await send(target)).toBe(404)
    expect(calls).toEqual([])
  })

  test.each(['/passkeys/admin%2fpolicy', '/passkeys/%2e%2e', '/passkeys/x%2f..'])(
    'DELETE %s names no passkey',
    async (target) => {
      const { calls, send } = await setUp()
      expect(await send(target, 'DELETE')).toBe(404)
      expect(calls).toEqual([])
    },
  )

  test.each(['/passkeys/./admin/policy', '/x/../passkeys/admin/policy', '//passkeys/admin/policy'])(
    '%s is not passed on to the app either',
    async (target) => {
      const { calls, send } = await setUp({ atRoot: true })
      expect(await send(target)).toBe(404)
      expect(calls).toEqual([])
    },
  )
})

describe('a path that can be read in one way', () => {
  test.each([
    ['/passkeys/', 'session'],
    ['/passkeys', 'session'],
    ['/passkeys?x=/../admin', 'session'],
    ['/passkeys/admin/policy', 'authorizeAdmin'],
    ['/passkeys/admin/policy/', 'authorizeAdmin'],
    ['/passkeys/admin/organizations/acme%2Feu/policy', 'authorizeAdmin'],
    ['/passkeys/admin/organizations/a.b..c/policy', 'authorizeAdmin'],
    ['/passkeys/admin/users/ada%40example.com/passkeys', 'authorizeAdmin'],
    ['/passkeys/admin/users/z%C3%B6e/passkeys', 'authorizeAdmin'],
  ])('%s is served', async (target, called) => {
    const { calls, send } = await setUp()
    await send(target)
    expect(calls).toEqual([called])
  })
})

describe('at the root of Express', () => {
  test.each(['/', '/x', '/passkeysX/config', '/a//b', '/a/../b', '/%2e%2e/b', 'http://localhost/x', '/%', '/passkey'])(
    'GET %s is passed on',
    async (target) => {
      expect(await (await setUp({ atRoot: true })).send(target)).toBe(418)
    },
  )

  test.each(['OPTIONS', 'HEAD', 'TRACE', 'POST', 'GET'])('%s of another path is passed on', async (method) => {
    expect(await (await setUp({ atRoot: true })).send('/somewhere', method)).toBe(418)
  })

  test('a path below the base path is ours, whether there is a route or not', async () => {
    const { send } = await setUp({ atRoot: true })
    expect(await send('/passkeys/config')).toBe(200)
    expect(await send('/passkeys/nothing/here')).toBe(404)
    expect(await send('/passkeys/config', 'TRACE')).toBe(404)
  })

  test('mounted under a path that is above the base path, the rest is passed on', async () => {
    const { handle } = createApp({ basePath: '/auth/passkeys' })
    const app = express().use('/auth', toNodeListener(handle))
    app.use((_request, response) => void response.status(418).end())
    const served = await listen(app)
    open.push(served)
    expect(await sendRaw(served.address, '/auth/passkeys/config', 'GET')).toBe(200)
    expect(await sendRaw(served.address, '/auth/login', 'GET')).toBe(418)
  })
})

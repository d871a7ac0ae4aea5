import type { IncomingMessage } from 'node:http'
import { type MountedHandler, toNodeListener } from '@latchkey/http/node'
import { type FastifyInstance, type FastifyRequest, fastify, type InjectOptions } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { createCookieApp, pageOrigin, walk } from '../journey.js'

const open: FastifyInstance[] = []
afterEach(() => Promise.all(open.splice(0).map((it) => it.close())))

/** What docs/mounting.md shows. */
async function mounted<Native>(
  handle: MountedHandler<Native>,
  toRaw: (request: FastifyRequest) => IncomingMessage & Native,
) {
  const server = fastify()
  open.push(server)
  const listener = toNodeListener(handle)
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all('/passkeys/*', async (request, reply) => {
      reply.hijack()
      await listener(toRaw(request), reply.raw)
    })
    scope.all('/passkeys', async (request, reply) => {
      reply.hijack()
      await listener(toRaw(request), reply.raw)
    })
  })
  return server
}

/** By `fastify.inject()`, which is light-my-request: no socket, no `headersDistinct`. */
function injected(server: FastifyInstance): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const payload = request.method === 'GET' ? '' : await request.text()
    const options: InjectOptions = {
      method: request.method as 'GET',
      url: pathname + search,
      headers: Object.fromEntries(request.headers),
      ...(payload ? { payload } : {}),
    }
    const { statusCode, headers, rawPayload } = await server.inject(options)
    const received = new Headers()
    for (const [name, value] of Object.entries(headers)) {
      for (const it of [value].flat()) received.append(name, String(it))
    }
    return new Response(rawPayload.length > 0 ? new Uint8Array(rawPayload) : null, {
      status: statusCode,
      headers: received,
    })
  }
}

describe('under Fastify', () => {
  test('the whole journey runs by inject()', async () => {
    const app = createCookieApp()
    const server = await mounted(app.handle, ({ raw }) => raw)
    await walk({ app, send: injected(server), expect })
  })

  test('your functions get Fastify’s request', async () => {
    const app = createCookieApp<{ readonly fastify: FastifyRequest }>()
    const server = await mounted(app.handle, (request) => Object.assign(request.raw, { fastify: request }))
    await injected(server)(new Request(`${pageOrigin}/passkeys/`))
    expect(app.natives.map(({ fastify: { routeOptions } }) => routeOptions.url)).toEqual(['/passkeys/*'])
  })

  test('a body that Fastify has parsed is handed on', async () => {
    const app = createCookieApp()
    const server = fastify()
    open.push(server)
    const listener = toNodeListener(app.handle)
    server.all('/passkeys/*', async (request, reply) => {
      reply.hijack()
      await listener(Object.assign(request.raw, { body: request.body }), reply.raw)
    })
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{}' }
    expect((await injected(server)(new Request(`${pageOrigin}/passkeys/sign-in/begin`, init))).status).toBe(200)
  })

  test('a parsed body of Fastify that the bridge did not get: the error says how', async () => {
    const app = createCookieApp()
    const server = fastify()
    open.push(server)
    const errors: unknown[] = []
    const listener = toNodeListener(app.handle, { onError: (error) => errors.push(error) })
    server.all('/passkeys/*', async (request, reply) => {
      reply.hijack()
      await listener(request.raw, reply.raw)
    })
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{}' }
    expect((await injected(server)(new Request(`${pageOrigin}/passkeys/sign-in/begin`, init))).status).toBe(500)
    expect(errors).toEqual([expect.any(TypeError)])
    expect(String(errors[0])).toContain('Object.assign(request.raw, { body: request.body })')
  })
})

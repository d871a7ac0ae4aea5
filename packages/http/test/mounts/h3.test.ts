import { H3, type H3Event, readBody, toNodeHandler } from 'h3'
import { describe, expect, test } from 'vitest'
import { createCookieApp, pageOrigin, walk } from '../journey.js'
import { listen, overHttp } from '../listen.js'

describe('under h3', () => {
  const mounted = (handle: ReturnType<typeof createCookieApp<H3Event>>['handle']) =>
    new H3()
      .all('/passkeys', (event) => handle(event.req, event))
      .all('/passkeys/**', (event) => handle(event.req, event))

  test('the whole journey runs, and your functions get its event', async () => {
    const app = createCookieApp<H3Event>()
    const server = mounted(app.handle)
    await walk({ app, send: async (request) => server.fetch(request), expect })
    expect(app.natives.map(({ url }) => url.pathname)).toContain('/passkeys/')
  })

  test('the whole journey runs on Node’s server', async () => {
    const app = createCookieApp<H3Event>()
    const { address, close } = await listen(toNodeHandler(mounted(app.handle)))
    await walk({ app, send: overHttp(address), expect })
    await close()
  })

  test('mount() cuts the prefix: with the base path / the whole journey runs', async () => {
    const app = createCookieApp({ basePath: '/' })
    const server = new H3().mount('/passkeys', (request) => app.handle(request))
    await walk({ app, send: async (request) => server.fetch(request), expect })
  })

  test('a body that a middleware has read: the error says so', async () => {
    const app = createCookieApp<H3Event>()
    const errors: unknown[] = []
    const server = new H3({ silent: true, onError: (error) => void errors.push(error.cause) })
    server.use(async (event, next) => {
      await readBody(event)
      return next()
    })
    server.all('/passkeys/**', (event) => app.handle(event.req, event))
    const headers = { origin: pageOrigin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{}' }
    expect((await server.fetch(new Request(`${pageOrigin}/passkeys/sign-in/begin`, init))).status).toBe(500)
    expect(String(errors[0])).toContain('readBody(event)')
  })
})

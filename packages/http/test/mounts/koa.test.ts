import type { PasskeyHandler } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import Koa from 'koa'
import { expect, test } from 'vitest'
import { createCookieApp, pageOrigin, walk } from '../journey.js'
import { listen, overHttp } from '../listen.js'

interface InKoa {
  readonly koa: Koa.Context
}

/** What docs/mounting.md shows. */
function mount(server: Koa, handle: PasskeyHandler<InKoa>): Koa {
  const listener = toNodeListener(handle)
  return server.use(async (ctx, next) => {
    if (ctx.path !== '/passkeys' && !ctx.path.startsWith('/passkeys/')) return next()
    ctx.respond = false
    await listener(Object.assign(ctx.req, { koa: ctx }), ctx.res)
  })
}

test('the whole journey runs under Koa, and your functions get its context', async () => {
  const app = createCookieApp<InKoa>()
  const { address, close } = await listen(mount(new Koa(), app.handle).callback())
  await walk({ app, send: overHttp(address), expect })
  expect(app.natives.map(({ koa }) => koa.path)).toContain('/passkeys/')
  expect((await fetch(`${address}/elsewhere`)).status).toBe(404)
  await close()
})

test('a body that a middleware has read: the error says how to hand it on', async () => {
  const app = createCookieApp<InKoa>()
  const errors: unknown[] = []
  const server = new Koa().use(async (ctx, next) => {
    for await (const _ of ctx.req);
    await next()
  })
  const listener = toNodeListener(app.handle, { onError: (error) => errors.push(error) })
  server.use(async (ctx) => {
    ctx.respond = false
    await listener(Object.assign(ctx.req, { koa: ctx }), ctx.res)
  })
  const { address, close } = await listen(server.callback())
  const headers = { origin: pageOrigin, 'content-type': 'application/json' }
  const response = await fetch(`${address}/passkeys/sign-in/begin`, { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(500)
  expect(errors).toEqual([expect.any(TypeError)])
  expect(String(errors[0])).toContain('Object.assign(ctx.req, { body: ctx.request.body })')
  await close()
})

import { toNodeListener } from '@latchkey/http/node'
import { expect, test } from 'vitest'
import { createCookieApp, walk } from '../journey.js'
import { listenHttp2, overHttp2 } from '../listen.js'

test('the whole journey runs over HTTP/2, with one line for each cookie', async () => {
  const app = createCookieApp()
  const warnings: unknown[] = []
  const onWarning = (warning: Error) => warnings.push(warning.name)
  process.on('warning', onWarning)
  const { session, close } = await listenHttp2(toNodeListener(app.handle))
  await walk({ app, send: overHttp2(session), expect })
  await close()
  process.off('warning', onWarning)
  expect(warnings).not.toContain('UnsupportedWarning')
})

test('a response with a status text and headers of a connection, and a body of many chunks, arrives', async () => {
  const chunks = Array.from({ length: 50 }, () => new Uint8Array(64 * 1024).fill(97))
  const stream = new ReadableStream({
    pull(controller) {
      const chunk = chunks.pop()
      if (chunk) controller.enqueue(chunk)
      else controller.close()
    },
  })
  const headers = { connection: 'keep-alive', 'keep-alive': 'timeout=5', 'x-said': 'yes' }
  const listener = toNodeListener(async () => new Response(stream, { status: 202, statusText: 'Fine', headers }))
  const { session, close } = await listenHttp2(listener)
  const response = await overHttp2(session)(new Request('http://localhost/passkeys/config'))
  expect(response.status).toBe(202)
  expect(response.headers.get('x-said')).toBe('yes')
  expect(await response.text()).toHaveLength(50 * 64 * 1024)
  await close()
})

test('of the pseudo-headers the request has the host alone', async () => {
  const seen: string[][] = []
  const listener = toNodeListener(async (request) => {
    seen.push([...request.headers.keys()])
    return new Response(null, { status: 204 })
  })
  const { session, close } = await listenHttp2(listener)
  const request = new Request('http://localhost/passkeys/config', { headers: { 'x-user': 'ada' } })
  expect((await overHttp2(session)(request)).status).toBe(204)
  expect(seen).toEqual([['host', 'x-user']])
  await close()
})

import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type ClientHttp2Session, connect, createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { toNodeListener } from '@latchkey/http/node'

/** What is open is closed by the test that opened it. */
export interface Served {
  readonly address: string
  readonly close: () => Promise<void>
}

/** A server of `node:http` on a free port. */
export async function listen(listener: RequestListener): Promise<Served> {
  const server = createHttpServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Brings a request to a server over HTTP/1. */
export function overHttp(address: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const body = request.method === 'GET' ? '' : await request.text()
    const { method, headers } = request
    return fetch(address + pathname + search, { method, headers, redirect: 'manual', ...(body ? { body } : {}) })
  }
}

/** A server of `node:http2` on a free port, and a connection to it. */
export async function listenHttp2(listener: ReturnType<typeof toNodeListener>) {
  const server = createHttp2Server(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return {
    session,
    close: async () => {
      await new Promise<void>((resolve) => session.close(resolve))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Brings a request to a server over HTTP/2; each cookie in a line of its own, as browsers send them. */
export function overHttp2(session: ClientHttp2Session): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const { cookie, ...headers } = Object.fromEntries(request.headers)
    const body = request.method === 'GET' ? '' : await request.text()
    const stream = session.request({
      ':method': request.method,
      ':path': pathname + search,
      ...headers,
      ...(cookie ? { cookie: cookie.split('; ') } : {}),
    })
    if (request.method !== 'GET' && request.method !== 'DELETE') stream.end(body)
    return new Promise((resolve, reject) => {
      stream.on('error', reject)
      stream.on('response', async ({ ':status': status = 0, 'set-cookie': cookies = [], ...rest }) => {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk)
        const received = new Headers()
        for (const [name, value] of Object.entries(rest)) if (!name.startsWith(':')) received.set(name, String(value))
        for (const it of cookies) received.append('set-cookie', it)
        const text = Buffer.concat(chunks)
        resolve(new Response(text.length > 0 ? text : null, { status, headers: received }))
      })
    })
  }
}

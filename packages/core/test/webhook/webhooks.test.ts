import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { unsafelyAllowLocalWebhooks, type WebhookNetwork, type WebhookOptions, webhooks } from '@latchkey/core/webhooks'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWorld, type World } from '../world.js'

const actor = { id: 'admin-1', scope: 'environment' } as const
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw'
const otherSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

const closings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly url: string | undefined
  readonly body: string
}

/** A receiver on this machine, which answers as the test says. */
async function receiver(answer: RequestListener) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ headers: request.headers, url: request.url, body })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closings.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  )
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { received, port, url: `http://127.0.0.1:${port}/hook?from=latchkey` }
}

const withStatus =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end('the answer')

async function withEvent(): Promise<World> {
  const world = createWorld({ logger: { warn: () => {} } })
  await world.enroll(world.authenticator())
  return world
}

const local: WebhookOptions = { addresses: unsafelyAllowLocalWebhooks }

/** A network that finds no host and reaches none, but for what the test says. Its TLS is plain text. */
function through(network: Partial<WebhookNetwork>): WebhookOptions {
  const unreachable: WebhookNetwork = {
    lookUp: async () => [],
    connect: () => {
      throw new Error('There is no connection in this test.')
    },
  }
  return { network: { ...unreachable, ...network } }
}

/** Delivers once, and returns how the endpoint then does. */
async function deliverTo(world: World, url: string, options: WebhookOptions = local) {
  const counts = await world.passkeys.events.deliver({ to: webhooks([{ id: 'hook', url, secret }], options) })
  const { endpoints } = await world.passkeys.admin.deliveries.endpoints({ actor })
  return { counts, reason: endpoints[0]?.reason, disabledAt: endpoints[0]?.disabledAt }
}

describe('webhooks', () => {
  test('signs as Standard Webhooks says, with every secret, over id, timestamp and body', async () => {
    const world = await withEvent()
    const { received, url } = await receiver(withStatus(204))
    const to = webhooks([{ id: 'hook', url, secret: [secret, otherSecret] }], local)
    expect(await world.passkeys.events.deliver({ to })).toEqual({ delivered: 1, failed: 0, dead: 0 })
    const { headers, body, url: path } = received[0] ?? { headers: {}, body: '', url: '' }
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const signatures = [secret, otherSecret].map((it) => {
      const key = Buffer.from(it.slice('whsec_'.length), 'base64')
      return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
    })
    expect(headers['webhook-signature']).toBe(signatures.join(' '))
    expect(headers['webhook-timestamp']).toBe(String(Math.floor(world.clock.now / 1000)))
    expect(path).toBe('/hook?from=latchkey')
    const { type, timestamp, data } = JSON.parse(body)
    expect([type, timestamp]).toEqual(['passkey.added', new Date(world.clock.now).toISOString()])
    expect(data).toMatchObject({ id: headers['webhook-id'], userId: 'user-alice', rpId: 'example.com' })
    expect(body).not.toContain('publicKey')
  })

  test('the library of Standard Webhooks verifies a message by either secret, and no changed one', async () => {
    const world = await withEvent()
    world.clock.now = Date.now()
    const { received, url } = await receiver(withStatus(204))
    await world.passkeys.events.deliver({ to: webhooks([{ id: 'hook', url, secret: [secret, otherSecret] }], local) })
    const { headers = {}, body = '' } = received[0] ?? {}
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    for (const of of [secret, otherSecret]) {
      expect(new Webhook(of).verify(body, signed)).toMatchObject({ type: 'passkey.added' })
      expect(() => new Webhook(of).verify(body.replace('added', 'addeb'), signed)).toThrow('No matching signature')
    }
  })

  test.each([
    [301, { location: 'http://127.0.0.1:1/' }],
    [400, {}],
    [500, {}],
  ])('a status of %i is tried again, and no redirect is followed', async (status, headers) => {
    const world = await withEvent()
    const { received, url } = await receiver(withStatus(status, headers))
    const { counts, reason } = await deliverTo(world, url)
    expect([counts, reason, received.length]).toEqual([{ delivered: 0, failed: 1, dead: 0 }, `status_${status}`, 1])
  })

  test('410 disables the endpoint, and nothing more is sent', async () => {
    const world = await withEvent()
    const { received, url } = await receiver(withStatus(410))
    expect((await deliverTo(world, url)).disabledAt).toBe(world.clock.now)
    world.clock.forward(86_400)
    await deliverTo(world, url)
    expect(received).toHaveLength(1)
  })

  test('Retry-After puts the next attempt off', async () => {
    const world = await withEvent()
    const { url } = await receiver(withStatus(429, { 'retry-after': '3600' }))
    await deliverTo(world, url)
    const { items } = await world.passkeys.admin.deliveries.list({ endpoint: 'hook', status: 'waiting', actor })
    expect(items[0]?.nextAttemptAt).toBe(world.clock.now + 3_600_000)
  })

  test('after a day of 500 everything arrives', async () => {
    const world = await withEvent()
    const broken = await receiver(withStatus(500))
    for (let hour = 0; hour < 24; hour++) {
      await deliverTo(world, broken.url)
      world.clock.forward(3600)
    }
    world.clock.forward(43_200)
    const { received, url } = await receiver(withStatus(200))
    expect((await deliverTo(world, url)).counts).toMatchObject({ delivered: 1 })
    expect(received[0]?.headers['webhook-id']).toBe(broken.received[0]?.headers['webhook-id'])
  })

  test('no more than 64 kB of an answer are read, and it counts by its status', async () => {
    const world = await withEvent()
    const { url } = await receiver((_, response) => {
      response.writeHead(200)
      const write = () => {
        while (response.writable && response.write('x'.repeat(65_536)));
        if (response.writable) response.once('drain', write)
      }
      write()
    })
    expect((await deliverTo(world, url)).counts).toMatchObject({ delivered: 1 })
  })

  test('a receiver that is not there is tried again', async () => {
    const world = await withEvent()
    expect((await deliverTo(world, 'http://127.0.0.1:1/')).reason).toBe('connection_failed')
  })
})

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((resolved) => {
    resolve = resolved
  })
  return { promise, resolve }
}

describe('webhooks of a receiver that takes its time', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())

  /** One attempt, of which this much time goes by once the receiver is at work. */
  async function attemptFor(ms: number, isAtWork: Promise<unknown>, [endpoint]: ReturnType<typeof webhooks>) {
    const [event] = (await (await withEvent()).passkeys.admin.events({ actor })).items
    if (event === undefined || endpoint === undefined) throw new TypeError('There are both.')
    const { signal } = new AbortController()
    const result = endpoint.deliver(event, { attempt: 1, now: 0, signal })
    await isAtWork
    vi.advanceTimersByTime(ms)
    return { result }
  }

  /** A receiver that has the message, and does this with the connection. */
  async function slowReceiver(answer: (socket: Socket) => void) {
    const reached = deferred()
    const server = createTcpServer((socket) => {
      closings.push(async () => socket.destroy())
      socket.on('error', () => {})
      socket.once('data', () => {
        answer(socket)
        reached.resolve()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closings.push(async () => server.close())
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return { url: `http://127.0.0.1:${port}/`, reached: reached.promise }
  }

  const timedOut = { result: 'failed', reason: 'timed_out' }

  test.each([
    ['says nothing', ''],
    ['drips its status', 'HTTP/1.1 2'],
    ['drips its headers', 'HTTP/1.1 204 No Content\r\nx-slow: a'],
  ])('one that %s is given up after 15 seconds', async (_, text) => {
    const { url, reached } = await slowReceiver((socket) => socket.write(text))
    const { result } = await attemptFor(15_000, reached, webhooks([{ id: 'hook', url, secret }], local))
    expect(await result).toEqual(timedOut)
  })

  test.each([
    [200, { result: 'delivered' }],
    [500, { result: 'failed', reason: 'status_500' }],
  ])('one that drips the body counts by its status %i, without a wait', async (status, outcome) => {
    const { url, reached } = await slowReceiver((socket) =>
      socket.write(`HTTP/1.1 ${status} Whatever\r\ncontent-length: 1000\r\n\r\nslow`),
    )
    const { result } = await attemptFor(0, reached, webhooks([{ id: 'hook', url, secret }], local))
    expect(await result).toEqual(outcome)
  })

  test('a look-up that hangs is given up after 15 seconds', async () => {
    const asked = deferred()
    const lookUp = () => {
      asked.resolve()
      return new Promise<never>(() => {})
    }
    const to = webhooks([{ id: 'hook', url: 'https://hook.example.com/', secret }], through({ lookUp }))
    const { result } = await attemptFor(15_000, asked.promise, to)
    expect(await result).toEqual(timedOut)
  })

  test('an attempt that core gives up ends at once', async () => {
    const { url, reached } = await slowReceiver(() => {})
    const [endpoint] = webhooks([{ id: 'hook', url, secret }], local)
    const [event] = (await (await withEvent()).passkeys.admin.events({ actor })).items
    const controller = new AbortController()
    if (event === undefined) throw new TypeError('There is an event.')
    const result = endpoint?.deliver(event, { attempt: 1, now: 0, signal: controller.signal })
    await reached
    controller.abort()
    expect(await result).toEqual(timedOut)
  })
})

describe('the connections of webhooks', () => {
  test('are used again, and one that turns out to be closed is replaced', async () => {
    const world = await withEvent()
    const seen: unknown[] = []
    const { received, url } = await receiver((request, response) => {
      const isAgain = seen.includes(request.socket)
      seen.push(request.socket)
      if (isAgain && seen.length === 3) request.socket.destroy()
      else response.writeHead(204).end()
    })
    const to = webhooks([{ id: 'hook', url, secret }], local)
    for (let number = 0; number < 3; number++) {
      expect(await world.passkeys.events.deliver({ to })).toMatchObject({ delivered: 1, failed: 0 })
      await world.enroll(world.authenticator())
    }
    const ids = received.map(({ headers }) => headers['webhook-id'])
    expect([ids.length, new Set(ids).size, new Set(seen).size]).toEqual([4, 3, 2])
  })

  test('one that is closed before an answer is tried again later', async () => {
    const world = await withEvent()
    const { received, url } = await receiver((request) => request.socket.destroy())
    expect((await deliverTo(world, url)).reason).toBe('connection_failed')
    expect(received).toHaveLength(1)
  })
})

describe('a clock that is an hour off', () => {
  test.each([
    ['ahead', 3_600_000, 3_605_000],
    ['behind', -3_600_000, 5000],
  ])('%s: the receiver refuses the message, and takes it once both clocks agree', async (_, off, later) => {
    const world = await withEvent()
    const begun = world.clock.now
    let receiverNow = begun
    const { received, url } = await receiver((request, response) => {
      const age = Number(request.headers['webhook-timestamp']) * 1000 - receiverNow
      response.writeHead(Math.abs(age) < 300_000 ? 204 : 400).end()
    })
    world.clock.now = begun + off
    expect((await deliverTo(world, url)).reason).toBe('status_400')
    world.clock.now = receiverNow = begun + later
    expect((await deliverTo(world, url)).counts).toEqual({ delivered: 1, failed: 0, dead: 0 })
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })
})

describe('the addresses of webhooks', () => {
  test('one that resolves to a private address on the second look-up gets nothing more', async () => {
    const world = await withEvent()
    const { received, port } = await receiver(withStatus(500))
    const looked = [['93.184.215.14'], ['93.184.215.14', '10.0.0.1']]
    const dialled: string[] = []
    const options = through({
      lookUp: async () => looked.shift() ?? ['127.0.0.1'],
      connect: ({ address }) => {
        dialled.push(address)
        return connect(port, '127.0.0.1')
      },
    })
    const first = await deliverTo(world, 'https://hook.example.com/', options)
    expect([first.reason, dialled]).toEqual(['status_500', ['93.184.215.14']])
    for (const seconds of [5, 300]) {
      world.clock.forward(seconds)
      expect((await deliverTo(world, 'https://hook.example.com/', options)).reason).toBe('address_not_allowed')
    }
    expect([received.length, dialled.length]).toEqual([1, 1])
  })

  test.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
    ...['192.0.0.192', '168.63.129.16', '100.100.100.200', '255.255.255.255', '198.18.0.1'],
    ...['::1', '::', '::ffff:10.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'fd00:ec2::254', '64:ff9b::a00:1'],
    ...['2002:a00:1::', '2001:db8::1', '2001::1', 'ff02::1', 'not an address', ''],
  ])('%s is not allowed, as an address of the host', async (address) => {
    const world = await withEvent()
    const options = through({ lookUp: async () => [address] })
    expect((await deliverTo(world, 'https://hook.example.com/', options)).reason).toBe('address_not_allowed')
  })

  test.each(['https://127.0.0.1/', 'https://[::1]/', 'https://0x7f000001/', 'https://[::ffff:127.0.0.1]/'])(
    '%s is not allowed, without a look-up',
    async (url) => {
      const world = await withEvent()
      const options = through({ lookUp: async () => ['93.184.215.14'] })
      expect((await deliverTo(world, url, options)).reason).toBe('address_not_allowed')
    },
  )

  test('a host that has no address is tried again', async () => {
    const world = await withEvent()
    const options = through({ lookUp: async () => Promise.reject(new Error('ENOTFOUND')) })
    expect((await deliverTo(world, 'https://hook.example.com/', options)).reason).toBe('look_up_failed')
  })
})

describe('webhooks, what they are given', () => {
  const url = 'https://hook.example.com/'
  test.each([
    { url: 'http://hook.example.com/' },
    { url: 'https://user:password@hook.example.com/' },
    { url: 'hook.example.com' },
    { url: undefined },
    { secret: 'whsec_' },
    { secret: 'whsec_c2hvcnQ=' },
    { secret: `whsec_${'_-'.repeat(20)}` },
    { secret: Buffer.alloc(65).toString('base64') },
    { secret: [] },
    { secret: undefined },
    { id: '' },
    { id: 'a b' },
    { secret: `${'A'.repeat(33)}` },
    { secret: `${'A'.repeat(32)}=A` },
    { secret: `${'A'.repeat(32)} ` },
    { id: undefined },
  ])('%o is a TypeError that does not repeat the secret', (change) => {
    const given = [{ id: 'hook', url, secret, ...change }] as never
    expect(() => webhooks(given)).toThrow(TypeError)
    expect(() => webhooks(given)).not.toThrow(/c2hvcnQ/)
  })

  test.each([null, {}, { lookUp: () => [] }, 'system'])('a network that is none (%o) is a TypeError', (network) => {
    expect(() => webhooks([{ id: 'hook', url, secret }], { network: network as never })).toThrow(TypeError)
  })

  test('something else than an array is a TypeError', () => {
    expect(() => webhooks({ id: 'hook', url, secret } as never)).toThrow(TypeError)
  })
})

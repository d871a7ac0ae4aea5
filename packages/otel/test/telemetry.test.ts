import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPasskeys, type Passkeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { instrumentPasskeys, instrumentStorage } from '@latchkey/otel'
import { createAuthenticator } from '@latchkey/testing'
import { type Context, context, ROOT_CONTEXT } from '@opentelemetry/api'
import { JsonMetricsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface ReceivedSpan {
  readonly name: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly status: { readonly code?: number }
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
}

const storedContexts = new AsyncLocalStorage<Context>()
const received: ReceivedSpan[] = []
const bodies: string[] = []
const sending: Promise<unknown>[] = []
let receiver: Server

beforeAll(async () => {
  context.setGlobalContextManager({
    active: () => storedContexts.getStore() ?? ROOT_CONTEXT,
    with: (active, run, self, ...inputs) => storedContexts.run(active, () => Reflect.apply(run, self, inputs)),
    bind: (_, target) => target,
    enable() {
      return this
    },
    disable() {
      return this
    },
  })
  receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      bodies.push(body)
      for (const { scopeSpans } of JSON.parse(body).resourceSpans) {
        for (const { spans } of scopeSpans) received.push(...spans)
      }
      response.end('{}')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
})

afterAll(async () => {
  context.disable()
  await new Promise((done) => receiver.close(done))
})

/** Sends spans to the receiver, as OTLP over HTTP. */
const exporter: SpanExporter = {
  export(spans: ReadableSpan[], done) {
    const { port } = receiver.address() as AddressInfo
    const body = Buffer.from(JsonTraceSerializer.serializeRequest(spans) ?? [])
    const sent = fetch(`http://127.0.0.1:${port}/v1/traces`, { method: 'POST', body })
    sending.push(sent.then(() => done({ code: 0 })))
  },
  shutdown: async () => {},
}

const binding = 'the cookie of this browser'
const alice = { id: 'user-alice', name: 'alice@example.com' }

function instrumented() {
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const measured = new InMemoryMetricExporter(1)
  const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  const providers = { tracerProvider, meterProvider }
  const created = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: ['https://example.com'] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: instrumentStorage(memoryStorage(), providers),
    policy: { mode: 'optional' },
    host: { findUser: (identifier) => (identifier === alice.name ? alice : undefined) },
  })
  return { created, passkeys: instrumentPasskeys(created, providers), meterProvider, measured }
}

/** Alice enrolls, signs in, and sends the same answer again, which is refused. */
async function useOnce(passkeys: Passkeys) {
  const key = createAuthenticator({ origin: 'https://example.com', algorithms: [-7] })
  const at = Date.now()
  const session = { userId: alice.id, authenticatedAt: at, methods: [{ name: 'password', at }] }
  const enrolled = await passkeys.enroll.begin({ user: alice, session, binding })
  const created = await key.create(enrolled.options)
  await passkeys.enroll.finish({
    ceremony: enrolled.ceremony,
    response: created,
    session,
    name: 'Key of Alice',
    binding,
  })
  const { ceremony, options } = await passkeys.signIn.begin({ binding })
  const response = await key.get(options)
  const signedIn = await passkeys.signIn.finish({ ceremony, response, binding })
  const again = await passkeys.signIn.finish({ ceremony, response, binding }).catch((error) => error.code)
  return { signedIn, again, secrets: [alice.id, alice.name, 'Key of Alice', signedIn.passkey.id, ceremony] }
}

async function whenSent(): Promise<void> {
  while (sending.length > 0) await Promise.all(sending.splice(0))
}

const attributesOf = ({ attributes }: ReceivedSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]))

describe('with telemetry', () => {
  test('a receiver of OTLP gets a span for each method, and below it one for each storage call', async () => {
    const { signedIn, again } = await useOnce(instrumented().passkeys)
    expect([signedIn.kind, again]).toEqual(['sign-in', 'ceremony_spent'])
    await whenSent()
    const finishes = received.filter(({ name }) => name === 'latchkey signIn.finish')
    expect(finishes.map(attributesOf)).toEqual([
      { 'latchkey.operation': 'signIn.finish', 'latchkey.outcome': 'ok' },
      { 'latchkey.operation': 'signIn.finish', 'latchkey.outcome': 'refused', 'error.type': 'ceremony_spent' },
    ])
    expect(finishes.map(({ status }) => status.code ?? 0)).toEqual([0, 2])
    const recorded = received.find(({ name }) => name === 'latchkey.storage passkeys.recordUse')
    expect(recorded?.parentSpanId).toBe(finishes[0]?.spanId)
    expect(recorded && attributesOf(recorded)).toMatchObject({ 'latchkey.storage.outcome': 'recorded' })
  })

  test('no span and no metric holds personal data', async () => {
    const { passkeys, meterProvider, measured } = instrumented()
    const { secrets } = await useOnce(passkeys)
    await whenSent()
    await meterProvider.forceFlush()
    const metrics = measured
      .getMetrics()
      .map((part) => JsonMetricsSerializer.serializeRequest(part) ?? new Uint8Array())
    const all = [...bodies, ...metrics.map((part) => Buffer.from(part).toString())].join('\n')
    expect(all).toContain('latchkey.operation.duration')
    expect(all).toContain('latchkey.storage.duration')
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
  })

  test('methods and data are those of the passkeys without it', () => {
    const { created, passkeys } = instrumented()
    expect(shapeOf(passkeys)).toEqual(shapeOf(created))
    expect(passkeys.relyingParty).toBe(created.relyingParty)
  })

  test('the methods of each of several relying parties have the same names', async () => {
    const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
    const several = createPasskeys({
      relyingParties: { shop: { id: 'shop.test', name: 'Shop' }, bank: { id: 'bank.test', name: 'Bank' } },
      secret: 'a secret of at least 32 bytes, for tests',
      storage: memoryStorage(),
      policy: { mode: 'optional' },
    })
    const passkeys = instrumentPasskeys(several, { tracerProvider })
    received.length = 0
    expect(await passkeys.relyingParties.bank?.config()).toMatchObject({ rpId: 'bank.test' })
    expect(passkeys.relyingParties.bank?.relyingParty).toBe(several.relyingParties.bank?.relyingParty)
    await whenSent()
    expect(received.map(({ name }) => name)).toEqual(['latchkey config'])
  })

  test('without an SDK it works as well', async () => {
    const storage = instrumentStorage(memoryStorage())
    const passkeys = instrumentPasskeys(
      createPasskeys({
        relyingParty: { id: 'example.com', name: 'Example', origins: ['https://example.com'] },
        secret: 'a secret of at least 32 bytes, for tests',
        storage,
        policy: { mode: 'optional' },
      }),
    )
    expect((await useOnce(passkeys)).again).toBe('ceremony_spent')
  })
})

function shapeOf(value: object): unknown {
  return Object.entries(value)
    .map(([name, member]: [string, unknown]) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? [name, shapeOf(member)]
        : [name, typeof member],
    )
    .toSorted()
}

import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { bodyAlreadyRead } from '../body-already-read.js'
import type { NodeRequest } from './node-messages.js'
import { toHeaders } from './to-headers.js'

interface ToRequestInput {
  readonly incoming: NodeRequest
  readonly origin: string
  /** Path and query, as they were sent. */
  readonly target: string
  readonly signal: AbortSignal
}

/** The Fetch request for a Node request. */
export function toRequest({ incoming, origin, target, signal }: ToRequestInput): Request {
  const { method = 'GET' } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init = { method, headers: toHeaders(incoming), signal }
  return new Request(`${origin}${target}`, hasBody ? { ...init, body: toBody(incoming), duplex: 'half' } : init)
}

/** A parsed body is passed on as JSON under its original content type: what was a form does not become JSON. */
function toBody(incoming: NodeRequest): NonNullable<RequestInit['body']> {
  const { body, readable } = incoming
  if (readable) return Readable.toWeb(incoming) as NodeReadableStream
  if (body === undefined || body === null) return unreadable()
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
}

/** Fails only for a route that reads the body: removing a passkey needs none. */
function unreadable(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.error(bodyAlreadyRead()) }, { highWaterMark: 0 })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'

/** A request of `node:http` or `node:http2`, with what frameworks add. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & {
  /** The whole path, if the router has cut `url`. */
  readonly originalUrl?: string
  /** The path that Express has cut. */
  readonly baseUrl?: string
  /** The body that a middleware has parsed. */
  readonly body?: unknown
}

/** A response of `node:http` or `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse

import type { PasskeyClientOptions } from './client-options.js'
import { type CallServer, createServer } from './server.js'
import { createFetchTransport } from './transport.js'

/** What all verbs of one client share. */
export interface Connection {
  readonly call: CallServer
}

/** @throws {TypeError} for an option that does not exist, which would otherwise silently mean the default, or is wrong. */
export function createConnection(options: PasskeyClientOptions): Connection {
  const { transport, basePath, ...others }: PasskeyClientOptions = Object(options)
  const [wrong = options && /^[uf]/.test(typeof transport) ? '' : 'transport'] = Object.keys(others)
  if (wrong) throw new TypeError(`Option ${wrong}: use basePath "/passkeys", or a function transport`)
  return { call: createServer(transport ?? createFetchTransport(basePath)) }
}

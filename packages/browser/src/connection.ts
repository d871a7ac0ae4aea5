import type { PasskeyClientOptions } from './passkey-client.js'
import { type CallServer, createServer } from './server.js'
import { createFetchTransport } from './transport.js'

/** What all verbs of one client share. */
export interface Connection {
  readonly call: CallServer
}

/** @throws {TypeError} for an option that does not exist: a typo would otherwise silently mean the default. */
export function createConnection(options: PasskeyClientOptions): Connection {
  for (const name of Object.keys(options)) {
    if (/^(basePath|transport)$/.test(name)) continue
    throw new TypeError(`Unknown option "${name}". Did you mean "${/^[tf]/i.test(name) ? 'transport' : 'basePath'}"?`)
  }
  return { call: createServer(options.transport ?? createFetchTransport(options.basePath)) }
}

import type { PasskeyClientOptions } from './passkey-client.js'
import { type CallServer, createServer } from './server.js'
import { createFetchTransport } from './transport.js'
import { createTurns, type Turns } from './turns.js'

/** What all verbs of one client share. */
export interface Connection {
  readonly call: CallServer
  readonly turns: Turns
}

export function createConnection(options: PasskeyClientOptions): Connection {
  const transport = 'transport' in options ? options.transport : createFetchTransport(options.basePath)
  return { call: createServer(transport), turns: createTurns() }
}

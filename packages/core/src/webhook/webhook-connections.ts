import { Agent } from 'node:http'
import type { Socket } from 'node:net'
import type { WebhookNetwork } from './webhook-network.js'

/** The connections to one endpoint, each to an address that was checked before it was opened. */
export interface WebhookConnections {
  /** Leaves connections open between messages. */
  readonly agent: Agent
  open(address: string): Socket
}

/** A connection that carries nothing for this long is closed. */
const idleMs = 4000
const mostIdle = 50

/** Opens the connections by the network, and by nothing else: no other agent and no proxy variable comes between. */
export function createConnections(url: URL, network: WebhookNetwork): WebhookConnections {
  const isTls = url.protocol === 'https:'
  const port = Number(url.port) || (isTls ? 443 : 80)
  const tls = isTls ? { tlsHostname: hostnameOf(url) } : {}
  const open = (address: string) => network.connect({ address, port, ...tls })
  const agent = new Agent({ keepAlive: true, maxFreeSockets: mostIdle, timeout: idleMs })
  agent.createConnection = ({ host }) => open(String(host))
  return { agent, open }
}

/** Without the brackets of an IPv6 address. */
export function hostnameOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

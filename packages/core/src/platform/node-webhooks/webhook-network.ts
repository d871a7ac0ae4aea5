import { lookup } from 'node:dns/promises'
import { Agent } from 'node:http'
import { isIP, connect as openSocket, type Socket } from 'node:net'
import { connect as openTls } from 'node:tls'

/** How webhooks find and reach their hosts. */
export interface WebhookNetwork {
  /** Returns all addresses of a host name. Each is checked before one is used. */
  lookUp(hostname: string): Promise<readonly string[]>
  /** Opens a connection to an address that was checked. It must not look the host up again. */
  connect(to: WebhookConnection): Socket
}

/** Where a connection goes to. */
export interface WebhookConnection {
  readonly address: string
  readonly port: number
  /** Of an `https` URL: use TLS, and verify that the certificate is this host's. */
  readonly tlsHostname?: string
}

/** That of the operating system. No proxy variable is read. */
export const systemNetwork: WebhookNetwork = {
  async lookUp(hostname) {
    return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)
  },
  connect({ address: host, port, tlsHostname }) {
    if (tlsHostname === undefined) return openSocket({ host, port })
    const servername = isIP(tlsHostname) === 0 ? { servername: tlsHostname } : {}
    return openTls({ host, port, ALPNProtocols: ['http/1.1'], ...servername })
  },
}

/** The connections to one endpoint, each to an address that was checked before it was opened. */
export interface WebhookConnections {
  /** Leaves connections open between messages. */
  readonly agent: Agent
  open(address: string): Socket
}

/** A connection that carries nothing for this long is closed. */
const idleMs = 4000
/** As many as messages are sent at the same time: one that is closed after each batch would be opened again. */
const mostIdle = 100

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

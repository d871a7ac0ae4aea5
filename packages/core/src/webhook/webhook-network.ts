import { lookup } from 'node:dns/promises'
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

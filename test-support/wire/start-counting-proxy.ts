import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { noCounts, type WireCounts, type WireListener, type WireProtocol } from './wire-protocol.js'

export interface CountingProxy {
  /** Where drivers connect instead of to the server. */
  readonly port: number
  readonly counts: Readonly<WireCounts>
  reset(): void
  close(): Promise<void>
}

export interface ProxiedServer {
  readonly host: string
  readonly port: number
  readonly protocol: WireProtocol
}

/** A proxy between drivers and a server. It counts traffic and does not change it. */
export async function startCountingProxy(target: ProxiedServer): Promise<CountingProxy> {
  const counts = noCounts()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect({ host: target.host, port: target.port, noDelay: true })
    client.setNoDelay(true)
    join(client, upstream, target.protocol(counts))
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // A server that listens on TCP has an address of this shape; Node's type allows pipes too.
    port: (server.address() as AddressInfo).port,
    counts,
    reset: () => void Object.assign(counts, noCounts()),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Counts before it forwards: when the driver has the response, it is counted. */
function join(client: Socket, upstream: Socket, listener: WireListener): void {
  client.on('data', (chunk: Buffer) => {
    listener.fromClient(chunk)
    upstream.write(chunk)
  })
  upstream.on('data', (chunk: Buffer) => {
    listener.fromServer(chunk)
    client.write(chunk)
  })
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('end', () => other.end())
    one.on('error', () => other.destroy())
  }
}

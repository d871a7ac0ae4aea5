import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { cutConnection } from './cut-connection.js'

/** Where a connection is cut: around one exchange of a statement and its answer, counted from 1 since it was armed. */
export interface Cut {
  readonly exchange: number
  readonly moment: CutMoment
}

/** The server never hears of the statement; or it has run it, and its answer is lost. */
export type CutMoment = 'before the statement' | 'before the answer'

export interface CuttingProxy {
  /** Of the database behind the proxy. */
  readonly address: string
  /** Restarts the count of exchanges, over all connections, and cuts one of them. */
  arm(cut?: Cut): void
  /** Exchanges since it was armed. */
  exchanges(): number
  close(): Promise<void>
}

/** A proxy between a driver and PostgreSQL that cuts a connection on demand. */
export async function startCuttingProxy(address: string): Promise<CuttingProxy> {
  const target = new URL(address)
  let armed: Cut | undefined
  let exchanges = 0
  const nextMoment = (): CutMoment | undefined => (++exchanges === armed?.exchange ? armed.moment : undefined)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    cutConnection(client.setNoDelay(true), upstream, nextMoment)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxied = new URL(address)
  // A server that listens on TCP has an address of this shape; Node's type allows pipes too.
  proxied.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address: proxied.href,
    arm: (cut) => {
      armed = cut
      exchanges = 0
    },
    exchanges: () => exchanges,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

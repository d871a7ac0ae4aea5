import { startCountingProxy } from '../wire/start-counting-proxy.js'
import type { WireProtocol } from '../wire/wire-protocol.js'
import type { CountedDatabase, OpenDatabase } from './database-kind.js'

/** Opens the server's address through a proxy that counts what passes. */
export async function openThroughProxy(
  address: string,
  protocol: WireProtocol,
  open: (address: string) => OpenDatabase,
): Promise<CountedDatabase> {
  const url = new URL(address)
  const proxy = await startCountingProxy({ host: url.hostname, port: Number(url.port), protocol })
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  const opened = open(url.href)
  return {
    ...opened,
    counts: proxy.counts,
    reset: proxy.reset,
    close: async () => {
      await opened.close()
      await proxy.close()
    },
  }
}

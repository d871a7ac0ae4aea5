/** A process that delivers, on the database and to the port that its arguments name. */

import { Agent, request } from 'node:http'
import { unsafelyAllowLocalWebhooks, webhooks } from '@latchkey/core/webhooks'
import { createApp, rpId } from '../../test-support/app.js'
import { postgres } from '../../test-support/databases/postgres.js'
import type { WorkerOrder, WorkerReport } from './case.js'

const [address = '', port = '', events = ''] = process.argv.slice(2)
const url = `http://127.0.0.1:${port}/`
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const { passkeys } = createApp(postgres.open(address).storage)
const toWebhook = webhooks([{ id: 'hook', url, secret }], { addresses: unsafelyAllowLocalWebhooks })

const orders: Record<WorkerOrder, () => Promise<number>> = {
  post: () => postAll(Number(events) / 2),
  webhook: () => deliverAll(toWebhook),
  function: () => deliverAll(() => {}),
}

process.on('message', async (order: WorkerOrder) => {
  const before = process.cpuUsage()
  const delivered = await orders[order]()
  const { user, system } = process.cpuUsage(before)
  const report: WorkerReport = { delivered, cpuMs: (user + system) / 1000 }
  process.send?.(report)
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

/** Until nothing is left, here and at the other worker, whose last events this one may have to wait for. */
async function deliverAll(to: Parameters<typeof passkeys.events.deliver>[0]['to']): Promise<number> {
  let delivered = 0
  for (;;) {
    const done = await passkeys.events.deliver({ to, limit: Number(events) })
    if (done.failed + done.dead > 0) throw new Error(`${done.failed + done.dead} attempts failed.`)
    if (done.delivered === 0) return delivered
    delivered += done.delivered
  }
}

/** Fifty at a time, over connections that stay open. */
async function postAll(count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const body = JSON.stringify({ type: 'passkey.used', data: { id: '0'.repeat(32), userId: 'user-1', rpId } })
  let left = count
  const work = async () => {
    while (left-- > 0) await post(agent, body)
  }
  await Promise.all(Array.from({ length: 50 }, work))
  agent.destroy()
  return count
}

function post(agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', resolve)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

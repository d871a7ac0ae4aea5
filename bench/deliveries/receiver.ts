/** A process that receives webhooks, answers 204, and reports what has arrived. */

import { createServer } from 'node:http'
import type { Arrival, ReceiverReport } from './case.js'

let arrivals: Arrival[] = []
let before = process.cpuUsage()

const server = createServer(async (request, response) => {
  const { data } = JSON.parse(Buffer.concat(await request.toArray()).toString())
  arrivals.push({ id: data.id, userId: data.userId })
  response.writeHead(204).end()
})

process.on('message', () => {
  const { user, system } = process.cpuUsage(before)
  const report: ReceiverReport = { cpuMs: (user + system) / 1000, arrivals }
  process.send?.(report)
  arrivals = []
  before = process.cpuUsage()
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
})

import { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { admins } from './admins.js'
import { app } from './app.js'
import { database } from './database.js'
import { deliverEvents } from './deliveries/deliver-events.js'
import { environment } from './environment.js'
import { passkeys } from './passkeys.js'
import { seedDemo } from './seed/seed-demo.js'

const hour = 3_600_000
/** How often events are delivered, in milliseconds. */
const deliveryInterval = 2_000
/** How long open requests may take after the server was asked to stop, in milliseconds. */
const grace = 1_000

const { port, origin } = environment
if (process.argv.includes('--seed')) await seedDemo()
const server = serve({ fetch: app.fetch, port }, () => {
  console.log(admins.introduction)
  console.log(`Fieldnotes is running at ${origin}`)
})
const sweeping = setInterval(() => passkeys.sweep().catch(console.error), hour)
const stopping = new AbortController()
let pass = Promise.resolve()
const delivering = setInterval(() => {
  pass = deliverEvents(stopping.signal).catch(console.error)
}, deliveryInterval)

server.on('error', (error) => {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  console.error(isTaken ? `Port ${port} is taken. Choose another one: PORT=${port + 1} npm start` : error)
  process.exit(1)
})

/** Finishes open requests and closes the database. Ctrl+C can arrive twice: from the terminal and from npm. */
function stop(): void {
  if (!server.listening) return
  clearInterval(sweeping)
  clearInterval(delivering)
  stopping.abort()
  server.close(() => pass.then(() => database.destroy()))
  if (server instanceof Server) setTimeout(() => server.closeAllConnections(), grace).unref()
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)

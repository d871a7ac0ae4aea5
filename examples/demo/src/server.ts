import { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { admins } from './admins.js'
import { app } from './app.js'
import { database } from './database.js'
import { environment } from './environment.js'
import { passkeys } from './passkeys.js'

const hour = 3_600_000
/** How long open requests may take after the server was asked to stop, in milliseconds. */
const grace = 1_000

const { port, origin } = environment
const server = serve({ fetch: app.fetch, port }, () => {
  console.log(admins.introduction)
  console.log(`Fieldnotes is running at ${origin}`)
})
const sweeping = setInterval(() => passkeys.sweep().catch(console.error), hour)

server.on('error', (error) => {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  console.error(isTaken ? `Port ${port} is taken. Choose another one: PORT=${port + 1} npm start` : error)
  process.exit(1)
})

/** Finishes open requests and closes the database. Ctrl+C can arrive twice: from the terminal and from npm. */
function stop(): void {
  if (!server.listening) return
  clearInterval(sweeping)
  server.close(() => database.destroy())
  if (server instanceof Server) setTimeout(() => server.closeAllConnections(), grace).unref()
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)

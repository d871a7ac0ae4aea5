import { once } from 'node:events'
import { createServer } from 'node:http'
import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { findFreePort } from '../../../test-support/find-free-port.js'

/** An app before the import: its passkeys are in Better Auth, for the RP ID of the demo. */
export interface BetterAuthApp {
  readonly origin: string
  /** Stops the app. Its SQLite file stays. */
  close(): Promise<void>
}

export async function startBetterAuthApp(file: string): Promise<BetterAuthApp> {
  const port = await findFreePort()
  const origin = `http://localhost:${port}`
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Libsql(file) }) })
  const auth = betterAuth({
    baseURL: origin,
    secret: '7d0b3d1f6b4c4b1e9a52c8f0e1d2a3b4c5d6e7f8',
    database: { db, type: 'sqlite' },
    emailAndPassword: { enabled: true },
    plugins: [passkey({ rpID: 'localhost', rpName: 'Fieldnotes, before', origin })],
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  await (await getMigrations(auth.options)).runMigrations()
  const handle = toNodeHandler(auth)
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/auth/')) return void handle(request, response)
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Fieldnotes, before</title>')
  }).listen(port)
  await once(server, 'listening')
  return {
    origin,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await db.destroy()
    },
  }
}

/** A host with a pool of one connection, which the parent has the server break; the argument says what it listens to. */

import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { HostOrders } from './host-orders.js'

const orders: HostOrders = JSON.parse(process.argv[2] ?? '')
const pool = new pg.Pool({ connectionString: orders.address, application_name: 'host', max: 1 })
if (orders.listensToPool) pool.on('error', () => {})
if (orders.listensToConnections) pool.on('connect', (client) => client.on('error', () => {}))
const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })

process.on('message', () => process.exit())
await sql`select 1`.execute(db)
process.send?.('ready')
if (orders.isBusy) await sql`select pg_sleep(60)`.execute(db).catch(() => {})
else await new Promise((resolve) => pool.once('remove', resolve))
await whenServed()
process.send?.('served again')

async function whenServed(): Promise<void> {
  for (;;) {
    const isServed = await sql`select 1`.execute(db).then(
      () => true,
      () => false,
    )
    if (isServed) return
  }
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { HostOrders } from '../connections/host-orders.js'
import type { PostgresServer } from '../servers/postgres-server.js'
import type { Finding, Setting } from './scenario.js'

interface Row extends Omit<HostOrders, 'address'> {
  readonly comesBack: boolean
}

/** What becomes of a process whose connection breaks. Both listeners are needed: each row fails without the other. */
const rows: readonly Row[] = [
  { listensToPool: false, listensToConnections: false, isBusy: false, comesBack: false },
  { listensToPool: true, listensToConnections: false, isBusy: false, comesBack: true },
  { listensToPool: true, listensToConnections: false, isBusy: true, comesBack: false },
  { listensToPool: false, listensToConnections: true, isBusy: false, comesBack: false },
  { listensToPool: true, listensToConnections: true, isBusy: false, comesBack: true },
  { listensToPool: true, listensToConnections: true, isBusy: true, comesBack: true },
]

const program = fileURLToPath(new URL('../connections/host-process.ts', import.meta.url))
const execArgv = ['--conditions=@latchkey/source', '--import', 'tsx']

/** A connection of pg's pool breaks, idle or busy: without a listener the process ends, with both it is served again. */
export async function breakConnections({ server }: Setting): Promise<Finding> {
  const address = await server.create('hosts')
  const wrong: string[] = []
  for (const row of rows) {
    const comesBack = await survives(server, { address, ...row })
    const listened = `pool ${row.listensToPool}, connections ${row.listensToConnections}, busy ${row.isBusy}`
    if (comesBack !== row.comesBack) wrong.push(`listening to ${listened}: the process comes back: ${comesBack}`)
  }
  return { done: `${rows.length} processes with and without listeners, each with its connection broken`, wrong }
}

async function survives({ db, forget }: PostgresServer, orders: HostOrders): Promise<boolean> {
  // What a process that is to end says while it ends is of no interest.
  const child = fork(program, [JSON.stringify(orders)], { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const exited = once(child, 'exit')
  await once(child, 'message')
  const answered = once(child, 'message').then(() => true)
  await breakSession(db, orders.isBusy)
  const comesBack = await Promise.race([answered, exited.then(() => false)])
  child.kill('SIGKILL')
  await exited
  await forget('host')
  return comesBack
}

async function breakSession(db: PostgresServer['db'], isBusy: boolean): Promise<void> {
  const state = isBusy ? 'active' : 'idle'
  for (;;) {
    const { rows: ended } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'host' and state = ${state}`.execute(db)
    if (ended.length > 0) return
    await pause(5)
  }
}

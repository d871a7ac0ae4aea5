import { breakConnections } from './break-connection.js'
import { cutConnections } from './cut-connections.js'
import { provokeDeadlocks } from './deadlocks.js'
import { exhaustPool } from './exhaust-pool.js'
import { restartServer } from './restart-server.js'
import type { Scenario } from './scenario.js'
import { runSerializable } from './serializable.js'
import { terminateSessions } from './terminate-sessions.js'
import { setClockWrong } from './wrong-clock.js'

/** Every failure of PostgreSQL, besides killed processes. */
export const scenarios: readonly Scenario[] = [
  { name: 'Server restarted under load', rounds: { short: 1, full: 20 }, run: restartServer },
  { name: 'Sessions ended under load', rounds: { short: 1, full: 30 }, run: terminateSessions },
  { name: 'Connections cut around every exchange', rounds: { short: 1, full: 20 }, run: cutConnections },
  { name: 'Connections broken, with and without listeners', rounds: { short: 1, full: 1 }, run: breakConnections },
  { name: 'Pool exhausted', rounds: { short: 1, full: 10 }, run: exhaustPool },
  { name: 'Serializable transactions', rounds: { short: 1, full: 20 }, run: runSerializable },
  { name: 'Deadlocks', rounds: { short: 1, full: 10 }, run: provokeDeadlocks },
  { name: 'Clock an hour wrong', rounds: { short: 1, full: 20 }, run: setClockWrong },
]

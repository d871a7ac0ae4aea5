import { NoServer } from '../../scripts/databases/database-server.js'
import type { Finding, Setting } from './scenario.js'
import { failUnderLoad } from './under-load.js'

/**
 * The server ends at once, without a checkpoint, cuts every connection, and recovers from its log.
 *
 * @throws {NoServer} where the environment names one: it is not ours to end.
 */
export async function restartServer(setting: Setting): Promise<Finding> {
  const { restart } = setting.server
  if (!restart) throw new NoServer('PostgreSQL restarted (a server of our own is needed)')
  const describe = (rounds: number) => `${rounds} immediate restarts`
  return failUnderLoad({ name: 'restarts', strike: restart, describe, setting })
}

import type { Finding, Setting } from './scenario.js'
import { failUnderLoad } from './under-load.js'

/** The server ends at once, without a checkpoint, cuts every connection, and recovers from its log. */
export async function restartServer(setting: Setting): Promise<Finding | undefined> {
  const { restart } = setting.server
  if (!restart) return undefined
  const describe = (rounds: number) => `${rounds} immediate restarts`
  return failUnderLoad({ name: 'restarts', strike: restart, describe, setting })
}

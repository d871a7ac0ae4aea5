import { type DatabaseServer, NoServer } from '../../../scripts/databases/database-server.js'
import { NotHere } from './database-kind.js'

/** Starts a server for the benchmark, or takes the one that the environment names. */
export async function startServer(start: () => Promise<DatabaseServer>): Promise<DatabaseServer> {
  try {
    return await start()
  } catch (error) {
    if (error instanceof NoServer) throw new NotHere(error.message, { cause: error })
    throw error
  }
}

import { NoServer } from './database-server.js'

/**
 * What runs on a server. Where this machine has none, prints a line `NOT RUN: …` and answers undefined.
 *
 * @throws {NoServer} instead of that where `CI` is set: where a build vouches for the project, what did not run failed.
 */
export async function startOrSay<Started>(start: () => Promise<Started>): Promise<Started | undefined> {
  try {
    return await start()
  } catch (error) {
    if (!(error instanceof NoServer) || process.env.CI) throw error
    console.log(`NOT RUN: ${error.message}`)
    return undefined
  }
}

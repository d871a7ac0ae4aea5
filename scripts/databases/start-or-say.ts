import { type DatabaseServer, NoServer } from './database-server.js'

/**
 * Starts the server, and the variable of the environment holds its URL. Where this machine has none, prints a line
 * `NOT RUN: …` and answers undefined.
 *
 * @throws {NoServer} instead of that where `CI` is set: where a build vouches for the project, what did not run failed.
 */
export async function startOrSay(
  variable: string,
  start: () => Promise<DatabaseServer>,
): Promise<DatabaseServer | undefined> {
  try {
    const server = await start()
    process.env[variable] = server.url
    return server
  } catch (error) {
    if (!(error instanceof NoServer) || process.env.CI) throw error
    console.log(`NOT RUN: ${error.message}`)
    return undefined
  }
}

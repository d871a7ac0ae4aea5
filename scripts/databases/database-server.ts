/** A server that tests may have: one that was started for them, with throw-away data, or one that the environment names. */
export interface DatabaseServer {
  /** For the driver. Each user of it makes a database of its own there. */
  readonly url: string
  /** Ends it, and throws its data away. One that the environment names goes on. */
  stop(): Promise<void>
  /** Ends it at once, as a failure of power would, and starts it again on the same port and data; absent where it was not started here. */
  readonly restart?: () => Promise<void>
}

/** This machine has no such server, and none could be installed. */
export class NoServer extends Error {
  override readonly name = 'NoServer'
}

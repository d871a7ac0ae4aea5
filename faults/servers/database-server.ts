/** A server, or a folder of files, on which each part of a run gets an empty database. */
export interface DatabaseServer {
  readonly name: 'PostgreSQL' | 'SQLite'
  readonly version: string
  /** Makes an empty database; its address. */
  create(name: string): Promise<string>
  /** Resolves when the server has noticed that the process of this name is gone, and has ended what it ran for it. */
  forget(processName: string): Promise<void>
  stop(): Promise<void>
}

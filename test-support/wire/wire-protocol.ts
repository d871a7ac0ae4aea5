/** What went over the wire since the last reset. */
export interface WireCounts {
  /** Times the driver waited for the server's word before it could go on. */
  roundTrips: number
  /** Statements that the server was told to run, `begin` and `commit` among them. */
  statements: number
  /** Statements that the server was told to keep prepared for later, which ties a driver to one connection. */
  prepared: number
}

export function noCounts(): WireCounts {
  return { roundTrips: 0, statements: 0, prepared: 0 }
}

/** Reads along on one connection and counts; it changes nothing. */
export interface WireListener {
  fromClient(chunk: Buffer): void
  fromServer(chunk: Buffer): void
}

/** How a database and its drivers talk. */
export type WireProtocol = (counts: WireCounts) => WireListener

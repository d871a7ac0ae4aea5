/** What went over the wire since the last reset. */
export interface WireCounts {
  /** How often the driver waited for a response. */
  roundTrips: number
  /** Executed statements, including `begin` and `commit`. */
  statements: number
  /** Statements that the server keeps prepared, which ties a driver to one connection. */
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

import { createFrameReader, type FrameShape } from './frame-reader.js'
import type { WireProtocol } from './wire-protocol.js'

/** A byte that names the kind, and the length of the rest. */
const message: FrameShape = { headerLength: 5, frameLength: (header) => 1 + header.readInt32BE(1) }

/** The first message of a connection has no kind. */
const startup: FrameShape = { headerLength: 4, frameLength: (header) => header.readInt32BE(0) }

/** Length 8 and the request code of TLS. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** Query and Execute; Parse, Bind, Describe and Sync run nothing. */
const runsStatement: ReadonlySet<string> = new Set(['Q', 'E'])

const readyForQuery = 'Z'

/** Begins with the name, which is empty for a statement that the next one replaces. */
const parse = 'P'
const nameAt = 5

/**
 * Version 3 of the protocol. The server ends its answer to a Query or a Sync with ReadyForQuery: that is one round
 * trip; the first of a connection ends the log-in.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export const postgresProtocol: WireProtocol = (counts) => {
  let isLoggedIn = false
  return {
    fromClient: skipStartup(
      createFrameReader(message, (frame) => {
        if (runsStatement.has(kindOf(frame))) counts.statements++
        if (kindOf(frame) === parse && frame[nameAt] !== 0) counts.prepared++
      }),
    ),
    fromServer: createFrameReader(message, (frame) => {
      if (kindOf(frame) !== readyForQuery) return
      if (isLoggedIn) counts.roundTrips++
      isLoggedIn = true
    }),
  }
}

function skipStartup(readMessages: (chunk: Buffer) => void): (chunk: Buffer) => void {
  let hasStarted = false
  const readStartup = createFrameReader(startup, (frame) => {
    if (frame.equals(tlsRequest)) throw new TypeError('Statements can be counted only on a connection without TLS.')
    hasStarted = true
  })
  // A driver waits for the server's answer to the startup message before it sends another.
  return (chunk) => (hasStarted ? readMessages(chunk) : readStartup(chunk))
}

function kindOf(frame: Buffer): string {
  return frame.toString('latin1', 0, 1)
}

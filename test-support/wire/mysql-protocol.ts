import { createFrameReader, type FrameShape } from './frame-reader.js'
import type { WireProtocol } from './wire-protocol.js'

/** Three bytes of length, one that counts the packets of an exchange. */
const packet: FrameShape = { headerLength: 4, frameLength: (header) => 4 + header.readUIntLE(0, 3) }
const sequenceAt = 3
const commandAt = 4

interface Command {
  readonly runsStatement: boolean
  readonly isAnswered: boolean
}

/** COM_STMT_PREPARE */
const prepare = 22

/** Other commands (ping, another database, prepare) run no statement and get a response. */
const otherCommand: Command = { runsStatement: false, isAnswered: true }

const commands: Readonly<Record<number, Command>> = {
  /** COM_QUIT */
  1: { runsStatement: false, isAnswered: false },
  /** COM_QUERY */
  3: { runsStatement: true, isAnswered: true },
  /** COM_STMT_EXECUTE */
  23: { runsStatement: true, isAnswered: true },
  /** COM_STMT_SEND_LONG_DATA */
  24: { runsStatement: false, isAnswered: false },
  /** COM_STMT_CLOSE */
  25: { runsStatement: false, isAnswered: false },
}

/**
 * The protocol of MySQL and MariaDB. A client's packet with the number 0 begins an exchange, and its first byte is the
 * command; the packets of the log-in have other numbers.
 *
 * @see https://mariadb.com/kb/en/clientserver-protocol/
 */
export const mysqlProtocol: WireProtocol = (counts) => {
  let isAwaited = false
  return {
    fromClient: createFrameReader(packet, (frame) => {
      if (frame[sequenceAt] !== 0) return
      const { runsStatement, isAnswered } = commands[frame[commandAt] ?? 0] ?? otherCommand
      if (runsStatement) counts.statements++
      if (isAnswered) isAwaited = true
      if (frame[commandAt] === prepare) counts.prepared++
    }),
    fromServer: () => {
      if (isAwaited) counts.roundTrips++
      isAwaited = false
    },
  }
}

import type { Socket } from 'node:net'
import { createFrameReader } from '../../test-support/wire/frame-reader.js'
import type { CutMoment } from './cutting-proxy.js'

/** A byte that names the kind, and the length of the rest. */
const message = { headerLength: 5, frameLength: (header: Buffer) => 1 + header.readInt32BE(1) }

/** The first message of a connection has no kind. */
const startup = { headerLength: 4, frameLength: (header: Buffer) => header.readInt32BE(0) }

/** Query and Sync: the server answers, and the driver waits for it. */
const endsStatement: ReadonlySet<string> = new Set(['Q', 'S'])

/** Of a statement that is not complete yet: Parse, Bind, Describe, Execute, Close. */
const beginsStatement: ReadonlySet<string> = new Set(['P', 'B', 'D', 'E', 'C'])

const readyForQuery = 'Z'

/**
 * Joins driver and server, and asks at each statement whether to cut there. A statement is passed on as a whole.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function cutConnection(client: Socket, upstream: Socket, nextMoment: () => CutMoment | undefined): void {
  let isAnswerLost = false
  let statement: Buffer[] = []
  const cut = () => {
    client.destroy()
    upstream.destroy()
  }
  const readMessage = createFrameReader(message, (frame) => {
    statement.push(frame)
    if (beginsStatement.has(kindOf(frame))) return
    const whole = Buffer.concat(statement)
    statement = []
    const moment = endsStatement.has(kindOf(frame)) ? nextMoment() : undefined
    if (moment === 'before the statement') return cut()
    if (moment === 'before the answer') isAnswerLost = true
    upstream.write(whole)
  })
  client.on(
    'data',
    afterStartup((frame) => upstream.write(frame), readMessage),
  )
  const readAnswer = createFrameReader(message, (frame) => (kindOf(frame) === readyForQuery ? cut() : undefined))
  upstream.on('data', (chunk: Buffer) => (isAnswerLost ? readAnswer(chunk) : client.write(chunk)))
  for (const socket of [client, upstream]) {
    socket.on('error', cut)
    socket.on('end', cut)
  }
}

/** A driver waits for the server's word on its first message before it sends another. */
function afterStartup(onStartup: (frame: Buffer) => void, readMessages: (chunk: Buffer) => void) {
  let hasStarted = false
  const readStartup = createFrameReader(startup, (frame) => {
    hasStarted = true
    onStartup(frame)
  })
  return (chunk: Buffer) => (hasStarted ? readMessages(chunk) : readStartup(chunk))
}

function kindOf(frame: Buffer): string {
  return frame.toString('latin1', 0, 1)
}

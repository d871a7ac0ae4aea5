import { describe, expect, test } from 'vitest'
import { mysqlProtocol } from '../../../../test-support/wire/mysql-protocol.js'
import { postgresProtocol } from '../../../../test-support/wire/postgres-protocol.js'
import { noCounts, type WireProtocol } from '../../../../test-support/wire/wire-protocol.js'

/** Who says what, in order. */
interface Conversation {
  readonly what: string
  readonly counts: ReturnType<typeof noCounts>
  readonly said: readonly (readonly ['client' | 'server', Buffer])[]
}

/** What is counted when the bytes arrive in pieces of this length. */
function listen(protocol: WireProtocol, said: Conversation['said'], pieceLength: number) {
  const counts = noCounts()
  const listener = protocol(counts)
  for (const [speaker, bytes] of said) {
    const hear = speaker === 'client' ? listener.fromClient : listener.fromServer
    for (let at = 0; at < bytes.length; at += pieceLength) hear(bytes.subarray(at, at + pieceLength))
  }
  return counts
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function message(kind: string, text: string): Buffer {
  return Buffer.concat([Buffer.from(kind), bigEndian(4 + Buffer.byteLength(text)), Buffer.from(text)])
}

const startup = Buffer.concat([bigEndian(13), bigEndian(196_608), Buffer.from('user\0')])
const ready = message('Z', 'I')
const logIn = [
  ['client', startup],
  ['server', Buffer.concat([message('R', '\0\0\0\0'), ready])],
] as const

const postgresConversations: readonly Conversation[] = [
  { what: 'a log-in is no round trip', counts: noCounts(), said: logIn },
  {
    what: 'a simple query',
    counts: { roundTrips: 1, statements: 1, prepared: 0 },
    said: [
      ...logIn,
      ['client', message('Q', 'select 1\0')],
      ['server', Buffer.concat([message('C', 'SELECT 1\0'), ready])],
    ],
  },
  {
    what: 'an extended query without a name, five messages of the client',
    counts: { roundTrips: 1, statements: 1, prepared: 0 },
    said: [...logIn, ['client', extended('')], ['server', Buffer.concat([message('1', ''), ready])]],
  },
  {
    what: 'an extended query with a name, which stays',
    counts: { roundTrips: 1, statements: 1, prepared: 1 },
    said: [...logIn, ['client', extended('by-id')], ['server', Buffer.concat([message('1', ''), ready])]],
  },
  {
    what: 'a notice of the server in between',
    counts: { roundTrips: 0, statements: 0, prepared: 0 },
    said: [...logIn, ['server', message('N', 'SNOTICE\0')]],
  },
]

function extended(name: string): Buffer {
  const parse = message('P', `${name}\0select $1\0\0\0`)
  return Buffer.concat([parse, ...['B', 'D', 'E', 'S'].map((kind) => message(kind, ''))])
}

function packet(number: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUIntLE(payload.length, 0, 3)
  header[3] = number
  return Buffer.concat([header, payload])
}

function command(code: number, text = ''): Buffer {
  return packet(0, Buffer.concat([Buffer.from([code]), Buffer.from(text)]))
}

const okay = packet(1, Buffer.from([0]))
/** The first byte of this answer to the greeting is that of COM_QUERY. */
const shakeHands = [
  ['server', packet(0, Buffer.from('greeting'))],
  ['client', packet(1, Buffer.from([3, 0, 0, 0]))],
  ['server', packet(2, Buffer.from([0]))],
] as const

const mysqlConversations: readonly Conversation[] = [
  { what: 'a log-in is no round trip', counts: noCounts(), said: shakeHands },
  {
    what: 'a query, answered in two pieces',
    counts: { roundTrips: 1, statements: 1, prepared: 0 },
    said: [
      ...shakeHands,
      ['client', command(3, 'select 1')],
      ['server', okay],
      ['server', packet(2, Buffer.from([0]))],
    ],
  },
  {
    what: 'a statement prepared, run twice, and closed without a response',
    counts: { roundTrips: 3, statements: 2, prepared: 1 },
    said: [
      ...shakeHands,
      ...[command(22, 'select ?'), command(23), command(23)].flatMap(
        (sent) =>
          [
            ['client', sent],
            ['server', okay],
          ] as const,
      ),
      ['client', command(25)],
    ],
  },
  {
    what: 'a ping runs no statement',
    counts: { roundTrips: 1, statements: 0, prepared: 0 },
    said: [...shakeHands, ['client', command(14)], ['server', okay]],
  },
]

describe.each([1, 3, 1000])('what a counting proxy hears in pieces of %i bytes', (pieceLength) => {
  test.each(postgresConversations)('of PostgreSQL: $what', ({ said, counts }) => {
    expect(listen(postgresProtocol, said, pieceLength)).toEqual(counts)
  })

  test.each(mysqlConversations)('of MySQL: $what', ({ said, counts }) => {
    expect(listen(mysqlProtocol, said, pieceLength)).toEqual(counts)
  })
})

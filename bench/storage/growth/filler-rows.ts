import { createHash } from 'node:crypto'

/** A row as a driver gives it and takes it. */
export type Row = Readonly<Record<string, unknown>>

/** One of each kind of row, written by the adapter itself; filler rows differ from it in what is each one's own. */
export type Templates = Readonly<Record<FillerTable, Row>>

export type FillerTable = keyof typeof fillerTables

interface FillerTableKind {
  /** Rows for each passkey. */
  readonly share: number
  /** What sets the row of this number apart from the template. */
  own(number: number, now: number): Row
}

const minute = 60_000
const day = 24 * 60 * minute

/**
 * What a database of users with one passkey each holds: on a day when 30 % of them sign in, a day's ceremonies are
 * remembered, and a day's events, of which one in a hundred waits to be delivered. Of what `sweep` takes there is a
 * little everywhere, as there is between two calls of it.
 */
export const fillerTables = {
  latchkey_accounts: {
    share: 1,
    own: (number, now) => ({ ...owner(number), created_at: now - spread('made', number, 0, 730 * day) }),
  },
  latchkey_passkeys: {
    share: 1,
    own: (number, now) => ({
      ...owner(number),
      id: base64url('credential', number, 32),
      public_key: es256Key(number),
      created_at: now - spread('made', number, 0, 730 * day),
      last_used_at: now - spread('used', number, 0, 30 * day),
    }),
  },
  latchkey_spent: {
    share: 0.3,
    own: (number, now) => ({
      id: base64url('ceremony', number, 16),
      expires_at: now - spread('expires', number, 0, 1.02 * day),
    }),
  },
  latchkey_events: {
    share: 0.3,
    own: (number, now) => {
      const age = number % 50 === 0 ? 30 * day : 0
      const at = now - spread('happened', number, age, age + day)
      const id = at.toString(16).padStart(12, '0') + digest('event', number).toString('hex').slice(0, 20)
      const { user_id } = owner(number)
      const once = base64url('once', number, 16)
      return { id, once, at, user_id, settled_at: number % 100 === 1 ? null : at }
    },
  },
  latchkey_codes: {
    share: 0.1,
    own: (number, now) => ({
      id: base64url('code', number, 16),
      user_id: owner(number).user_id,
      expires_at: now + spread('code expires', number, -31 * day, 14 * day),
    }),
  },
  latchkey_rates: {
    share: 0.1,
    own: (number, now) => ({
      key: `sign-in:${uuid('address', number)}`,
      resets_at: now + spread('resets', number, -minute, 10 * minute),
    }),
  },
  latchkey_stored_policies: {
    share: 0.01,
    own: (number) => ({ scope: `organization:${uuid('organization', number)}` }),
  },
} as const satisfies Readonly<Record<string, FillerTableKind>>

function owner(number: number) {
  return { user_id: uuid('user', number), user_handle: base64url('handle', number, 32) }
}

/** Evenly between the two, and the same in every run. */
function spread(of: string, number: number, from: number, to: number): number {
  return from + Math.floor((digest(of, number).readUInt32BE(0) / 2 ** 32) * (to - from))
}

/** COSE of an ES256 key, 77 bytes; the coordinates of its point are random bytes. */
function es256Key(number: number): Buffer {
  const coordinate = (name: string) => [Buffer.from([0x58, 0x20]), digest(name, number)]
  const header = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21])
  return Buffer.concat([header, ...coordinate('x'), Buffer.from([0x22]), ...coordinate('y')])
}

function uuid(of: string, number: number): string {
  const hexadecimal = digest(of, number).toString('hex')
  return [hexadecimal.slice(0, 8), ...(hexadecimal.slice(8, 20).match(/.{4}/g) ?? []), hexadecimal.slice(20, 32)].join(
    '-',
  )
}

function base64url(of: string, number: number, bytes: number): string {
  return digest(of, number).subarray(0, bytes).toString('base64url')
}

/** The same bytes in every run. */
function digest(of: string, number: number): Buffer {
  return createHash('sha256').update(`${of} ${number}`).digest()
}

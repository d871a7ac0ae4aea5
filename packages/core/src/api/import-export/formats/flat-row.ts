import {
  readCount,
  readCredentialId,
  readPublicKey,
  readSpelledFlag,
  readTextIfAny,
  readUserId,
  readUuidIfAny,
} from './read-fields.js'
import { readInstant } from './read-instant.js'
import { readTransportsField } from './read-transports-field.js'
import { openRow, optional, type Row } from './row.js'
import { backupFlags, namesIn, onlyItself, type RowFormat } from './row-format.js'

/** What a table has of its own. */
interface FlatTable {
  /** The column of the credential id. */
  readonly id: string
  /** The columns beside those that all of these tables have, and how else each is spelled. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  /** Whether the passkey may be backed up, where a column says so. */
  readonly readEligible?: (row: Row) => boolean | undefined
}

/** Rows with one passkey each, in columns whose names several libraries share. No user handle is stored. */
export function flatRow({ id, columns, readEligible }: FlatTable): RowFormat {
  const shared = {
    publicKey: [],
    userId: [],
    counter: [],
    backedUp: [],
    transports: [],
    name: [],
    createdAt: [],
    aaguid: [],
  }
  const known = { ...shared, ...columns, [id]: columns[id] ?? [] }
  const fields = {
    id,
    publicKey: 'publicKey',
    userHandle: 'userId',
    userId: 'userId',
    backedUp: 'backedUp',
    createdAt: 'createdAt',
    lastUsedAt: 'createdAt',
  }
  return {
    passkeysIn: onlyItself,
    read(value, units) {
      const row = openRow(value, known)
      return {
        fields: namesIn(row, fields),
        ...readCredentialId(row, id),
        userId: readUserId(row, 'userId'),
        publicKey: readPublicKey(row, 'publicKey'),
        signCount: readCount(row, 'counter'),
        name: readTextIfAny(row, 'name'),
        aaguid: readUuidIfAny(row, 'aaguid'),
        transports: readTransportsField(row, 'transports'),
        ...backupFlags(readEligible?.(row), readSpelledFlag(row, 'backedUp')),
        createdAt: optional(row, 'createdAt', readInstant(units)),
      }
    },
  }
}

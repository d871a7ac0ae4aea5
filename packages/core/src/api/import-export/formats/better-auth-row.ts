import {
  fieldOf,
  optional,
  readBytes,
  readCount,
  readCredentialId,
  readFlag,
  readInstant,
  readRow,
  readText,
  readTransportsField,
  readUuid,
  readWord,
} from './read-fields.js'
import { type FieldNames, onlyItself, type RowFormat } from './row-format.js'

const known = [
  'id',
  'name',
  'publicKey',
  'userId',
  'credentialID',
  'counter',
  'deviceType',
  'backedUp',
  'transports',
  'createdAt',
  'aaguid',
]

const fields: FieldNames = {
  id: 'credentialID',
  publicKey: 'publicKey',
  userHandle: 'userId',
  userId: 'userId',
  backedUp: 'backedUp',
  createdAt: 'createdAt',
  lastUsedAt: 'createdAt',
}

/**
 * Rows of Better Auth's table `passkey`. It makes up a user handle for each registration and keeps none of them, so
 * none is known here.
 */
export const betterAuthRow: RowFormat = {
  passkeysIn: onlyItself,
  read(value) {
    const row = readRow(value, known)
    return {
      fields,
      ...readCredentialId(row, 'credentialID'),
      userId: readText(row, 'userId'),
      publicKey: readBytes(row, 'publicKey'),
      signCount: readCount(row, 'counter'),
      name: fieldOf(row, 'name') === '' ? undefined : optional(row, 'name', readText),
      aaguid: fieldOf(row, 'aaguid') === '' ? undefined : optional(row, 'aaguid', readUuid),
      transports: readTransportsField(row, 'transports'),
      backupEligible: readWord(['singleDevice', 'multiDevice'])(row, 'deviceType') === 'multiDevice',
      backedUp: readFlag(row, 'backedUp'),
      createdAt: optional(row, 'createdAt', readInstant),
    }
  },
}

import {
  readCount,
  readCredentialId,
  readDeviceType,
  readPublicKey,
  readSpelledFlag,
  readTextIfAny,
  readUserId,
  readUuidIfAny,
} from './read-fields.js'
import { readInstant } from './read-instant.js'
import { readTransportsField } from './read-transports-field.js'
import { openRow, optional } from './row.js'
import { backupFlags, type FieldNames, namesIn, onlyItself, type RowFormat } from './row-format.js'

const known = {
  id: ['_id'],
  name: [],
  publicKey: [],
  userId: [],
  credentialID: [],
  counter: [],
  deviceType: [],
  backedUp: [],
  transports: [],
  createdAt: [],
  aaguid: [],
}

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
 * Rows of Better Auth's table `passkey`, from any of its database layers. Better Auth generates a user handle for
 * each registration and stores none, so the handle is unknown.
 */
export const betterAuthRow: RowFormat = {
  passkeysIn: onlyItself,
  read(value, units) {
    const row = openRow(value, known)
    return {
      fields: namesIn(row, fields),
      ...readCredentialId(row, 'credentialID'),
      userId: readUserId(row, 'userId'),
      publicKey: readPublicKey(row, 'publicKey'),
      signCount: readCount(row, 'counter'),
      name: readTextIfAny(row, 'name'),
      aaguid: readUuidIfAny(row, 'aaguid'),
      transports: readTransportsField(row, 'transports'),
      ...backupFlags(readDeviceType(row, 'deviceType'), readSpelledFlag(row, 'backedUp')),
      createdAt: optional(row, 'createdAt', readInstant(units)),
    }
  },
}

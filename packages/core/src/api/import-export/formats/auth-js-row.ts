import {
  readCount,
  readCredentialId,
  readDeviceType,
  readPublicKey,
  readSpelledFlag,
  readUserId,
} from './read-fields.js'
import { readTransportsField } from './read-transports-field.js'
import { openRow } from './row.js'
import { backupFlags, type FieldNames, namesIn, onlyItself, type RowFormat } from './row-format.js'

const known = {
  _id: [],
  credentialID: [],
  userId: [],
  providerAccountId: [],
  credentialPublicKey: [],
  counter: [],
  credentialDeviceType: [],
  credentialBackedUp: [],
  transports: [],
}

const fields: FieldNames = {
  id: 'credentialID',
  publicKey: 'credentialPublicKey',
  userHandle: 'userId',
  userId: 'userId',
  backedUp: 'credentialBackedUp',
  createdAt: 'credentialID',
  lastUsedAt: 'credentialID',
}

/**
 * Rows of the table `Authenticator` of Auth.js (NextAuth). Auth.js generates a user handle for each registration and
 * stores none, so the handle is unknown.
 */
export const authJsRow: RowFormat = {
  passkeysIn: onlyItself,
  read(value) {
    const row = openRow(value, known)
    return {
      fields: namesIn(row, fields),
      ...readCredentialId(row, 'credentialID'),
      userId: readUserId(row, 'userId'),
      publicKey: readPublicKey(row, 'credentialPublicKey'),
      signCount: readCount(row, 'counter'),
      transports: readTransportsField(row, 'transports'),
      ...backupFlags(readDeviceType(row, 'credentialDeviceType'), readSpelledFlag(row, 'credentialBackedUp')),
    }
  },
}

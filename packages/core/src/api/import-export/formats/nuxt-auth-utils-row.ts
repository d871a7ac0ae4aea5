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
import { openRow, optional } from './row.js'
import { backupFlags, type FieldNames, namesIn, onlyItself, type RowFormat } from './row-format.js'

const known = {
  userId: [],
  id: [],
  publicKey: [],
  counter: [],
  backedUp: [],
  transports: [],
  aaguid: [],
  name: [],
  createdAt: [],
}

const fields: FieldNames = {
  id: 'id',
  publicKey: 'publicKey',
  userHandle: 'userId',
  userId: 'userId',
  backedUp: 'backedUp',
  createdAt: 'createdAt',
  lastUsedAt: 'createdAt',
}

/**
 * Rows of the table `credentials` that the README of nuxt-auth-utils recommends. It has no device type, so for a
 * passkey that is not backed up the eligibility is unknown. The user handle is not stored.
 */
export const nuxtAuthUtilsRow: RowFormat = {
  passkeysIn: onlyItself,
  read(value, units) {
    const row = openRow(value, known)
    return {
      fields: namesIn(row, fields),
      ...readCredentialId(row, 'id'),
      userId: readUserId(row, 'userId'),
      publicKey: readPublicKey(row, 'publicKey'),
      signCount: readCount(row, 'counter'),
      name: readTextIfAny(row, 'name'),
      aaguid: readUuidIfAny(row, 'aaguid'),
      transports: readTransportsField(row, 'transports'),
      ...backupFlags(undefined, readSpelledFlag(row, 'backedUp')),
      createdAt: optional(row, 'createdAt', readInstant(units)),
    }
  },
}

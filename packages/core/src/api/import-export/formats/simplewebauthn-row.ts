import type { JsonObject } from '../../../webauthn/parse/json-object.js'
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
  readUserHandle,
  readUuid,
  readWord,
} from './read-fields.js'
import { type FieldNames, onlyItself, type RowFormat } from './row-format.js'
import { RowRefusal } from './row-refusals.js'

const known = [
  'id',
  'publicKey',
  'user',
  'userId',
  'webauthnUserID',
  'counter',
  'deviceType',
  'backedUp',
  'transports',
  'name',
  'aaguid',
  'createdAt',
  'lastUsedAt',
]

const fields: FieldNames = {
  id: 'id',
  publicKey: 'publicKey',
  userHandle: 'webauthnUserID',
  userId: 'userId',
  backedUp: 'backedUp',
  createdAt: 'createdAt',
  lastUsedAt: 'lastUsedAt',
}

/**
 * The row that SimpleWebAuthn recommends to keep, by the names of its type `Passkey`. The owner is `user.id`, or
 * `userId` where the row is a flat one.
 */
export const simpleWebAuthnRow: RowFormat = {
  passkeysIn: onlyItself,
  read(value) {
    const row = readRow(value, known)
    return {
      fields,
      ...readCredentialId(row, 'id'),
      userId: readOwner(row),
      userHandle: optional(row, 'webauthnUserID', readUserHandle),
      publicKey: readBytes(row, 'publicKey'),
      signCount: readCount(row, 'counter'),
      name: optional(row, 'name', readText),
      aaguid: optional(row, 'aaguid', readUuid),
      transports: readTransportsField(row, 'transports'),
      backupEligible: readWord(['singleDevice', 'multiDevice'])(row, 'deviceType') === 'multiDevice',
      backedUp: readFlag(row, 'backedUp'),
      createdAt: optional(row, 'createdAt', readInstant),
      lastUsedAt: optional(row, 'lastUsedAt', readInstant),
    }
  },
}

function readOwner(row: JsonObject): string {
  const user = fieldOf(row, 'user')
  if (user === undefined) return readText(row, 'userId')
  if (typeof user !== 'object' || fieldOf(row, 'userId') !== undefined) {
    throw new RowRefusal('malformed', 'user')
  }
  return readText(user as JsonObject, 'id')
}

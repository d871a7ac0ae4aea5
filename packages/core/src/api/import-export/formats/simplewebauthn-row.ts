import { type JsonObject, member } from '../../../webauthn/parse/json-object.js'
import {
  readCount,
  readCredentialId,
  readDeviceType,
  readPublicKey,
  readSpelledFlag,
  readTextIfAny,
  readUserHandle,
  readUserId,
  readUuidIfAny,
} from './read-fields.js'
import { readInstant } from './read-instant.js'
import { readTransportsField } from './read-transports-field.js'
import { malformed, openExactRow, openRow, optional, type Row, RowRefusal } from './row.js'
import { backupFlags, type FieldNames, namesIn, onlyItself, type RowFormat } from './row-format.js'

/** The names of the type `Passkey` first, then those of the columns that the documentation recommends. */
const known = {
  id: ['credentialID', 'credID'],
  publicKey: ['credentialPublicKey', 'credPublicKey'],
  user: [],
  userId: ['internalUserID'],
  webauthnUserID: [],
  counter: ['signCount'],
  deviceType: ['credentialDeviceType'],
  backupEligible: [],
  backedUp: ['credentialBackedUp', 'backupStatus'],
  transports: [],
  name: [],
  aaguid: [],
  createdAt: [],
  lastUsedAt: ['lastUsed'],
  _id: [],
  __v: [],
}

const fields: FieldNames = {
  id: 'id',
  publicKey: 'publicKey',
  userHandle: 'webauthnUserID',
  userId: 'userId',
  backedUp: 'backedUp',
  createdAt: 'createdAt',
  lastUsedAt: 'lastUsedAt',
}

/** A user of SimpleWebAuthn's example, with a list of `WebAuthnCredential`. */
const knownOfUser = { id: [], username: [], credentials: [] }

/**
 * The row that SimpleWebAuthn recommends, by the names of its type `Passkey` or of its columns. The owner is
 * `user.id`, or `userId` if the row is flat, or the user around a list of `credentials`.
 */
export const simpleWebAuthnRow: RowFormat = {
  passkeysIn(value) {
    const isUser = typeof value === 'object' && value !== null && Object.hasOwn(value, 'credentials')
    if (!isUser) return onlyItself(value)
    const row = openRow(value, knownOfUser)
    const credentials = row.value('credentials')
    if (!Array.isArray(credentials)) throw malformed(row, 'credentials')
    return credentials.map((credential) => withOwner(credential, row.value('id')))
  },
  read(value, units) {
    const row = openRow(value, known)
    // In MongoDB `_id` is the row's own id, unless the app has chosen the credential id for it.
    const id = row.value('id') === undefined && row.value('_id') !== undefined ? '_id' : 'id'
    return {
      fields: namesIn(row, { ...fields, id }),
      ...readCredentialId(row, id),
      userId: readOwner(row),
      userHandle: optional(row, 'webauthnUserID', readUserHandle),
      publicKey: readPublicKey(row, 'publicKey'),
      signCount: readCount(row, 'counter'),
      name: readTextIfAny(row, 'name'),
      aaguid: readUuidIfAny(row, 'aaguid'),
      transports: readTransportsField(row, 'transports'),
      ...backupFlags(readEligibility(row), optional(row, 'backedUp', readSpelledFlag) ?? false),
      createdAt: optional(row, 'createdAt', readInstant(units)),
      lastUsedAt: optional(row, 'lastUsedAt', readInstant(units)),
    }
  },
}

/** The credential as a flat row. A credential that names an owner itself has two, and is refused. */
function withOwner(credential: unknown, userId: unknown): unknown {
  const isObject = typeof credential === 'object' && credential !== null && !Array.isArray(credential)
  return isObject ? { ...credential, user: { id: userId } } : credential
}

function readOwner(row: Row): string {
  const user = row.value('user')
  if (user === undefined) return readUserId(row, 'userId')
  if (typeof user !== 'object' || row.value('userId') !== undefined) throw malformed(row, 'user')
  return readUserId(openExactRow({ id: member(user as JsonObject, 'id') }, ['id']), 'id')
}

/** From the device type, or from the flag; a row with both that disagree is refused. */
function readEligibility(row: Row): boolean | undefined {
  const byType = readDeviceType(row, 'deviceType')
  const byFlag = optional(row, 'backupEligible', readSpelledFlag)
  if (byType !== undefined && byFlag !== undefined && byType !== byFlag) {
    throw new RowRefusal('backup_flags_invalid', row.nameOf('backupEligible'))
  }
  return byType ?? byFlag
}

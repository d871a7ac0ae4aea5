import type { UserHandle } from '@latchkey/wire'
import {
  readBase64url,
  readCount,
  readCredentialId,
  readFlag,
  readText,
  readUuid,
  toUserHandle,
} from './read-fields.js'
import { readInstant } from './read-instant.js'
import { readTransportsField } from './read-transports-field.js'
import { malformed, openExactRow, optional, type Row, RowRefusal } from './row.js'
import { backupFlags, type FieldNames, type RowFormat } from './row-format.js'

const knownOfUser = [
  'user_id',
  'emails',
  'username',
  'webauthn_credentials',
  'password',
  'otp_secret',
  'created_at',
  'updated_at',
]

const known = [
  'user_id',
  'id',
  'name',
  'public_key',
  'attestation_type',
  'aaguid',
  'sign_count',
  'last_used_at',
  'created_at',
  'updated_at',
  'transports',
  'backup_eligible',
  'backup_state',
  'mfa_only',
  'user_handle',
]

const fields: FieldNames = {
  id: 'id',
  publicKey: 'public_key',
  userHandle: 'user_handle',
  userId: 'user_id',
  backedUp: 'backup_state',
  createdAt: 'created_at',
  lastUsedAt: 'last_used_at',
}

/**
 * Entries of the file that `hanko user export` writes: a user, with `webauthn_credentials`. The authenticator returns
 * the 16 bytes of the user's UUID, unless the credential has another handle, as text.
 */
export const hankoRow: RowFormat = {
  passkeysIn(value) {
    const user = openExactRow(value, knownOfUser)
    const credentials = user.value('webauthn_credentials') ?? []
    if (!Array.isArray(credentials)) throw malformed(user, 'webauthn_credentials')
    return credentials.map((credential) => withOwner(credential, user))
  },
  read(value, units) {
    const row = openExactRow(value, known)
    if (optional(row, 'mfa_only', readFlag)) throw new RowRefusal('not_a_passkey', 'mfa_only')
    return {
      fields,
      ...readCredentialId(row, 'id', readBase64url),
      userId: readText(row, 'user_id'),
      userHandle: optional(row, 'user_handle', readTextHandle) ?? readUuidHandle(row, 'user_id'),
      publicKey: readBase64url(row, 'public_key'),
      signCount: optional(row, 'sign_count', readCount) ?? 0,
      name: optional(row, 'name', readText),
      aaguid: optional(row, 'aaguid', readUuid),
      transports: readTransportsField(row, 'transports'),
      ...backupFlags(optional(row, 'backup_eligible', readFlag), optional(row, 'backup_state', readFlag) ?? false),
      createdAt: optional(row, 'created_at', readInstant(units)),
      lastUsedAt: optional(row, 'last_used_at', readInstant(units)),
    }
  },
}

function withOwner(credential: unknown, user: Row): unknown {
  const isObject = typeof credential === 'object' && credential !== null && !Array.isArray(credential)
  return isObject ? { ...credential, user_id: user.value('user_id') } : credential
}

function readTextHandle(row: Row, field: string): UserHandle {
  return toUserHandle(new TextEncoder().encode(readText(row, field)), row, field)
}

function readUuidHandle(row: Row, field: string): UserHandle {
  const digits = readUuid(row, field).replaceAll('-', '')
  const byteAt = (_: unknown, at: number) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16)
  return toUserHandle(Uint8Array.from({ length: 16 }, byteAt), row, field)
}

import {
  readBase64url,
  readCount,
  readCredentialId,
  readFlag,
  readText,
  readUuid,
  readWord,
  toUserHandle,
} from './read-fields.js'
import { readInstant } from './read-instant.js'
import { readOwnTransports } from './read-transports-field.js'
import { openExactRow, optional } from './row.js'
import { backupFlags, type FieldNames, onlyItself, type RowFormat } from './row-format.js'
import { RowRefusal } from './row-refusals.js'

/**
 * A passkey as `admin.export` gives it, and as one line of JSON. It says nothing that an import would not believe: an
 * attestation was proven elsewhere, and so was that a user was verified. Byte strings are base64url, times epoch
 * milliseconds.
 */
export interface PasskeyRow {
  /** The version of this form. */
  readonly latchkey: 1
  readonly rpId: string
  /** The credential id. */
  readonly id: string
  readonly userId: string
  /** Left out where nobody knows it. */
  readonly userHandle?: string
  /** COSE. */
  readonly publicKey: string
  readonly signCount: number
  readonly signInCount: number
  readonly name: string
  readonly aaguid: string
  readonly transports: readonly string[]
  readonly attachment?: 'platform' | 'cross-platform'
  readonly discoverable?: boolean
  /** Left out where it is not known yet. */
  readonly backupEligible?: boolean
  readonly backedUp: boolean
  readonly status: 'active' | 'suspended'
  readonly organizationId?: string
  readonly createdAt: number
  readonly lastUsedAt?: number
}

const known = [
  'latchkey',
  'rpId',
  'id',
  'userId',
  'userHandle',
  'publicKey',
  'signCount',
  'signInCount',
  'name',
  'aaguid',
  'transports',
  'attachment',
  'discoverable',
  'backupEligible',
  'backedUp',
  'status',
  'organizationId',
  'createdAt',
  'lastUsedAt',
] as const satisfies readonly (keyof PasskeyRow)[]

const fields: FieldNames = {
  id: 'id',
  publicKey: 'publicKey',
  userHandle: 'userHandle',
  userId: 'userId',
  backedUp: 'backedUp',
  createdAt: 'createdAt',
  lastUsedAt: 'lastUsedAt',
}

/** Our own rows. */
export const latchkeyRow: RowFormat = {
  passkeysIn: onlyItself,
  read(value, units) {
    const row = openExactRow(value, known)
    if (row.value('latchkey') !== 1) throw new RowRefusal('malformed', 'latchkey')
    return {
      fields,
      rpId: readText(row, 'rpId'),
      ...readCredentialId(row, 'id', readBase64url),
      userId: readText(row, 'userId'),
      userHandle: optional(row, 'userHandle', (it, field) => toUserHandle(readBase64url(it, field), it, field)),
      publicKey: readBase64url(row, 'publicKey'),
      signCount: readCount(row, 'signCount'),
      signInCount: readCount(row, 'signInCount'),
      name: readText(row, 'name'),
      aaguid: readUuid(row, 'aaguid'),
      transports: readOwnTransports(row, 'transports'),
      ...backupFlags(optional(row, 'backupEligible', readFlag), readFlag(row, 'backedUp')),
      status: readWord(['active', 'suspended'])(row, 'status'),
      createdAt: readInstant(units)(row, 'createdAt'),
      attachment: optional(row, 'attachment', readWord(['platform', 'cross-platform'])),
      discoverable: optional(row, 'discoverable', readFlag),
      organizationId: optional(row, 'organizationId', readText),
      lastUsedAt: optional(row, 'lastUsedAt', readInstant(units)),
    }
  },
}

import type { PolicyScope } from '@latchkey/storage'
import { isHostId } from '../../../host/ids.js'
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
import { malformed, openExactRow, optional, type Row, RowRefusal } from './row.js'
import { backupFlags, type FieldNames, type ForeignPasskey, onlyItself, type RowFormat } from './row-format.js'

/**
 * A passkey in the form of `admin.export`, one line of JSON. It contains only what an import may trust: attestation
 * was verified elsewhere, and so was the user. Byte strings are base64url, times epoch milliseconds.
 */
export interface PasskeyRow {
  /** The version of this form. */
  readonly latchkey: 1
  readonly rpId: string
  /** The credential id. */
  readonly id: string
  readonly userId: string
  /** Left out if it is unknown. */
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
  /** Left out if it is not known yet. */
  readonly backupEligible?: boolean
  readonly backedUp: boolean
  readonly status: 'active' | 'suspended'
  /** The scopes that have suspended it: `environment`, or `organization:` and its id. Left out if there are none. */
  readonly suspendedBy?: readonly PolicyScope[]
  readonly organizationId?: string
  /** The only organization where it works, if it is bound to one. */
  readonly boundTo?: string
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
  'suspendedBy',
  'organizationId',
  'boundTo',
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

/** The status, and the scopes that suspended it: rows of earlier versions have only the status. */
function readSuspension(row: Row): Required<Pick<ForeignPasskey, 'suspendedBy'>> {
  const status = readWord(['active', 'suspended'])(row, 'status')
  const scopes = optional(row, 'suspendedBy', readScopes)
  if (scopes === undefined) return { suspendedBy: status === 'suspended' ? ['environment'] : [] }
  if (scopes.includes('environment') !== (status === 'suspended')) throw malformed(row, 'suspendedBy')
  return { suspendedBy: scopes }
}

function readScopes(row: Row, field: string): readonly PolicyScope[] {
  const value = row.value(field)
  const areScopes = Array.isArray(value) && value.every(isScope) && new Set(value).size === value.length
  if (!areScopes) throw malformed(row, field)
  return value
}

function isScope(value: unknown): value is PolicyScope {
  if (typeof value !== 'string') return false
  return value === 'environment' || (value.startsWith('organization:') && isHostId(value.slice('organization:'.length)))
}

/** Latchkey's own rows. */
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
      ...readSuspension(row),
      createdAt: readInstant(units)(row, 'createdAt'),
      attachment: optional(row, 'attachment', readWord(['platform', 'cross-platform'])),
      discoverable: optional(row, 'discoverable', readFlag),
      organizationId: optional(row, 'organizationId', readText),
      boundTo: optional(row, 'boundTo', readText),
      lastUsedAt: optional(row, 'lastUsedAt', readInstant(units)),
    }
  },
}

import type { AttestationRecord, PasskeyRecord, PasskeySource, PasskeyStatus } from '@latchkey/storage'
import type { AuthenticatorAttachment, CredentialId, UserHandle } from '@latchkey/wire'
import {
  type DriverBytes,
  type DriverNumber,
  fromBoolean,
  toBoolean,
  toBytes,
  toNumber,
} from '../values/driver-values.js'
import { fromSuspendedBy, toSuspendedBy } from './suspended-by.js'

/** A row of the passkeys, as drivers return it. */
export interface PasskeyRow {
  readonly rp_id: string
  readonly id: CredentialId
  readonly user_id: string
  readonly user_handle: UserHandle
  readonly public_key: DriverBytes
  readonly algorithm: DriverNumber
  readonly sign_count: DriverNumber
  readonly sign_in_count: DriverNumber
  readonly name: string
  readonly aaguid: string
  readonly attestation_format: string
  readonly attestation_type: AttestationRecord['type']
  readonly attestation_trusted: DriverNumber
  /** For an attestation that could not be checked yet: a JSON array. */
  readonly attestation_chain: string | null
  readonly transports: string
  readonly attachment: AuthenticatorAttachment | null
  readonly discoverable: DriverNumber | null
  /** 0 or 1, and 2 if it is unknown: the column is older than that value. */
  readonly backup_eligible: DriverNumber
  readonly backed_up: DriverNumber
  readonly user_verified: DriverNumber
  readonly had_second_factor: DriverNumber | null
  readonly used_here: DriverNumber | null
  readonly status: PasskeyStatus
  /** The organizations that have suspended it; the environment's suspension is the status. See `suspended-by.ts`. */
  readonly suspended_by: string | null
  readonly suspended_by_user: DriverNumber | null
  readonly source: PasskeySource
  readonly enrolled_by: string | null
  readonly organization_id: string | null
  readonly bound_to: string | null
  readonly created_at: DriverNumber
  readonly last_used_at: DriverNumber | null
}

/** `backup_eligible`, if it is unknown. */
const unknown = 2

export const passkeyColumns = [
  'rp_id',
  'id',
  'user_id',
  'user_handle',
  'public_key',
  'algorithm',
  'sign_count',
  'sign_in_count',
  'name',
  'aaguid',
  'attestation_format',
  'attestation_type',
  'attestation_trusted',
  'attestation_chain',
  'transports',
  'attachment',
  'discoverable',
  'backup_eligible',
  'backed_up',
  'user_verified',
  'had_second_factor',
  'used_here',
  'status',
  'suspended_by',
  'suspended_by_user',
  'source',
  'enrolled_by',
  'organization_id',
  'bound_to',
  'created_at',
  'last_used_at',
] as const satisfies readonly (keyof PasskeyRow)[]

export function toPasskeyRow(passkey: PasskeyRecord) {
  return {
    rp_id: passkey.rpId,
    id: passkey.id,
    user_id: passkey.userId,
    user_handle: passkey.userHandle,
    public_key: passkey.publicKey,
    algorithm: passkey.algorithm,
    sign_count: passkey.signCount,
    sign_in_count: passkey.signInCount,
    name: passkey.name,
    aaguid: passkey.aaguid,
    ...toAttestationColumns(passkey.attestation),
    transports: JSON.stringify(passkey.transports),
    attachment: passkey.attachment ?? null,
    discoverable: optionalFlag(passkey.discoverable),
    backup_eligible: passkey.backupEligible === undefined ? unknown : fromBoolean(passkey.backupEligible),
    backed_up: fromBoolean(passkey.backedUp),
    user_verified: fromBoolean(passkey.userVerified),
    had_second_factor: optionalFlag(passkey.hadSecondFactor),
    used_here: optionalFlag(passkey.usedHere),
    status: passkey.status,
    suspended_by: toSuspendedBy(passkey.suspendedBy),
    suspended_by_user: optionalFlag(passkey.suspendedByUser),
    source: passkey.source,
    enrolled_by: passkey.enrolledBy ?? null,
    organization_id: passkey.organizationId ?? null,
    bound_to: passkey.boundTo ?? null,
    created_at: passkey.createdAt,
    last_used_at: passkey.lastUsedAt ?? null,
  } as const satisfies Readonly<Record<keyof PasskeyRow, unknown>>
}

function optionalFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : fromBoolean(value)
}

export function toAttestationColumns({ format, type, trusted, chain }: AttestationRecord) {
  return {
    attestation_format: format,
    attestation_type: type,
    attestation_trusted: fromBoolean(trusted),
    attestation_chain: chain === undefined ? null : JSON.stringify(chain),
  }
}

/** The passkey's share of the account's `active_count`. */
export function activeShare({ status }: PasskeyRecord): number {
  return fromBoolean(status === 'active')
}

export function fromPasskeyRow(row: PasskeyRow): PasskeyRecord {
  return {
    rpId: row.rp_id,
    id: row.id,
    userId: row.user_id,
    userHandle: row.user_handle,
    publicKey: toBytes(row.public_key),
    algorithm: toNumber(row.algorithm),
    signCount: toNumber(row.sign_count),
    signInCount: toNumber(row.sign_in_count),
    name: row.name,
    aaguid: row.aaguid,
    attestation: {
      format: row.attestation_format,
      type: row.attestation_type,
      trusted: toBoolean(row.attestation_trusted),
      ...(row.attestation_chain !== null && { chain: JSON.parse(row.attestation_chain) }),
    },
    transports: JSON.parse(row.transports),
    ...(row.attachment !== null && { attachment: row.attachment }),
    ...(row.discoverable !== null && { discoverable: toBoolean(row.discoverable) }),
    ...(toNumber(row.backup_eligible) !== unknown && { backupEligible: toBoolean(row.backup_eligible) }),
    backedUp: toBoolean(row.backed_up),
    userVerified: toBoolean(row.user_verified),
    ...(row.had_second_factor !== null && { hadSecondFactor: toBoolean(row.had_second_factor) }),
    ...(row.used_here !== null && { usedHere: toBoolean(row.used_here) }),
    status: row.status,
    suspendedBy: fromSuspendedBy(row.suspended_by, row.status),
    ...(row.suspended_by_user !== null && toBoolean(row.suspended_by_user) && { suspendedByUser: true as const }),
    source: row.source,
    ...(row.enrolled_by !== null && { enrolledBy: row.enrolled_by }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    ...(row.bound_to !== null && { boundTo: row.bound_to }),
    createdAt: toNumber(row.created_at),
    ...(row.last_used_at !== null && { lastUsedAt: toNumber(row.last_used_at) }),
  }
}

import type { AttestationRecord, PasskeyRecord } from '@latchkey/storage'
import type { Insertable, Selectable } from 'kysely'
import type { PasskeyTable } from '../schema/tables.js'
import { fromBoolean, toBoolean, toBytes, toNumber } from '../values/kept-values.js'
import { fromSuspendedBy, toSuspendedBy } from './suspended-by.js'

/** `backup_eligible`, if it is unknown. */
const unknown = 2

export function toPasskeyRow(passkey: PasskeyRecord): Insertable<PasskeyTable> {
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
    source: passkey.source,
    enrolled_by: passkey.enrolledBy ?? null,
    organization_id: passkey.organizationId ?? null,
    bound_to: passkey.boundTo ?? null,
    created_at: passkey.createdAt,
    last_used_at: passkey.lastUsedAt ?? null,
  }
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

export function fromPasskeyRow(row: Selectable<PasskeyTable>): PasskeyRecord {
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
    source: row.source,
    ...(row.enrolled_by !== null && { enrolledBy: row.enrolled_by }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    ...(row.bound_to !== null && { boundTo: row.bound_to }),
    createdAt: toNumber(row.created_at),
    ...(row.last_used_at !== null && { lastUsedAt: toNumber(row.last_used_at) }),
  }
}

import type { CodeRecord } from '@latchkey/storage'
import type { AuthenticatorAttachment } from '@latchkey/wire'
import { type DriverBytes, type DriverNumber, toBytes, toNumber } from '../values/driver-values.js'

/** A row of the codes, as drivers return it. */
export interface CodeRow {
  readonly id: string
  readonly purpose: CodeRecord['purpose']
  readonly rp_id: string
  readonly user_id: string
  readonly hash: DriverBytes
  readonly tries_left: DriverNumber
  /** No value in a row of before there were any, which is not redeemed. */
  readonly redemptions_left: DriverNumber | null
  readonly created_at: DriverNumber | null
  readonly expires_at: DriverNumber | null
  readonly created_by: string | null
  readonly organization_id: string | null
  readonly bound_to: string | null
  readonly attachment: AuthenticatorAttachment | null
  readonly profile: string | null
  readonly used_at: DriverNumber | null
}

export const codeColumns = [
  'id',
  'purpose',
  'rp_id',
  'user_id',
  'hash',
  'tries_left',
  'redemptions_left',
  'created_at',
  'expires_at',
  'created_by',
  'organization_id',
  'bound_to',
  'attachment',
  'profile',
  'used_at',
] as const satisfies readonly (keyof CodeRow)[]

export function toCodeRow(code: CodeRecord) {
  return {
    id: code.id,
    purpose: code.purpose,
    rp_id: code.rpId,
    user_id: code.userId,
    hash: code.hash,
    tries_left: code.triesLeft,
    redemptions_left: code.redemptionsLeft,
    created_at: code.createdAt,
    expires_at: code.expiresAt ?? null,
    created_by: code.createdBy ?? null,
    organization_id: code.organizationId ?? null,
    bound_to: code.boundTo ?? null,
    attachment: code.attachment ?? null,
    profile: code.profile === undefined ? null : JSON.stringify(code.profile),
    used_at: code.usedAt ?? null,
  } as const satisfies Readonly<Record<keyof CodeRow, unknown>>
}

export function fromCodeRow(row: CodeRow): CodeRecord {
  return {
    id: row.id,
    purpose: row.purpose,
    rpId: row.rp_id,
    userId: row.user_id,
    hash: toBytes(row.hash),
    triesLeft: toNumber(row.tries_left),
    redemptionsLeft: toNumber(row.redemptions_left ?? 0),
    createdAt: toNumber(row.created_at ?? 0),
    ...(row.expires_at !== null && { expiresAt: toNumber(row.expires_at) }),
    ...(row.created_by !== null && { createdBy: row.created_by }),
    ...(row.organization_id !== null && { organizationId: row.organization_id }),
    ...(row.bound_to !== null && { boundTo: row.bound_to }),
    ...(row.attachment !== null && { attachment: row.attachment }),
    ...(row.profile !== null && { profile: JSON.parse(row.profile) }),
    ...(row.used_at !== null && { usedAt: toNumber(row.used_at) }),
  }
}

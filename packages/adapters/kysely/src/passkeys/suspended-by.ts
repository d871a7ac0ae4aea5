import type { PasskeyStatus, PolicyScope } from '@latchkey/storage'
import { type RawBuilder, sql } from 'kysely'
import type { SqlDialect } from '../dialects/dialect.js'

/**
 * The organizations that have suspended a passkey, in one text that every database can search and change alike,
 * whatever its collation: `x` and the bytes of each id in hexadecimal, with a space before, between and after them.
 */
export function toSuspendedBy(scopes: readonly PolicyScope[]): string | null {
  const ids = scopes.filter((scope) => scope !== 'environment').map((scope) => scope.slice(prefix.length))
  return ids.length === 0 ? null : ` ${ids.map(tokenOf).join(' ')} `
}

/** `environment` first, then the organizations in the order of their bytes. */
export function fromSuspendedBy(stored: string | null, status: PasskeyStatus): readonly PolicyScope[] {
  const tokens = (stored ?? '').split(' ').filter((token) => token !== '')
  const organizations = [...new Set(tokens)]
    .sort()
    .map((token) => `${prefix}${Buffer.from(token.slice(1), 'hex')}` as const)
  return status === 'suspended' ? ['environment', ...organizations] : organizations
}

const prefix = 'organization:'

function tokenOf(id: string): string {
  return `x${Buffer.from(id).toString('hex')}`
}

/** Whether no organization has suspended it. */
export const isSuspendedByNone: RawBuilder<boolean> = sql`coalesce(suspended_by, ' ') = ' '`

/** Whether the organization where it is used, if any, has not suspended it. */
export function isActiveAt(organizationId: string | undefined): RawBuilder<boolean> {
  return organizationId === undefined ? sql`1 = 1` : sql`not (${isSuspendedAt(organizationId)})`
}

/** Whether this organization has suspended it. */
export function isSuspendedAt(organizationId: string): RawBuilder<boolean> {
  return sql`${stored} <> ${without(organizationId)}`
}

/** The text with this organization, which is not in it, or without it. */
export function withStatusAt(
  { concat }: Pick<SqlDialect, 'concat'>,
  organizationId: string,
  status: PasskeyStatus,
): RawBuilder<string> {
  return status === 'active' ? without(organizationId) : concat(stored, sql`${`${tokenOf(organizationId)} `}`)
}

export function organizationIdOf(scope: PolicyScope): string | undefined {
  return scope === 'environment' ? undefined : scope.slice(prefix.length)
}

const stored: RawBuilder<string> = sql`coalesce(suspended_by, ' ')`

function without(organizationId: string): RawBuilder<string> {
  return sql`replace(${stored}, ${` ${tokenOf(organizationId)} `}, ' ')`
}

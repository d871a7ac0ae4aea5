import type { PasskeyStatus, PolicyScope } from '@latchkey/storage'

/**
 * The organizations that have suspended a passkey, in one text that every database can search and change alike,
 * whatever its collation: `x` and the bytes of each id in hexadecimal, with a space before, between and after them.
 */
export function toSuspendedBy(scopes: readonly PolicyScope[]): string | null {
  const ids = scopes.flatMap((scope) => organizationIdOf(scope) ?? [])
  return ids.length === 0 ? null : ` ${ids.map(tokenOf).join(' ')} `
}

/** `environment` first, then the organizations in the order of their bytes. */
export function fromSuspendedBy(stored: string | null, status: PasskeyStatus): readonly PolicyScope[] {
  const organizations = stored === null ? [] : organizationsIn(stored)
  return status === 'suspended' ? ['environment', ...organizations] : organizations
}

function organizationsIn(stored: string): readonly PolicyScope[] {
  const tokens = stored.split(' ').filter((token) => token !== '')
  return [...new Set(tokens)].sort().map((token) => `${prefix}${Buffer.from(token.slice(1), 'hex')}` as const)
}

const prefix = 'organization:'

/** In the text, with the spaces around it. No organization has the empty token. */
export function suspensionOf(organizationId: string | undefined): string {
  return organizationId === undefined ? ' - ' : ` ${tokenOf(organizationId)} `
}

export function organizationIdOf(scope: PolicyScope): string | undefined {
  return scope === 'environment' ? undefined : scope.slice(prefix.length)
}

function tokenOf(id: string): string {
  return `x${Buffer.from(id).toString('hex')}`
}

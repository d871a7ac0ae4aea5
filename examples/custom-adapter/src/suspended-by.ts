import type { PolicyScope } from '@latchkey/storage'

/** Each scope once, `environment` before any organization, and organizations by the bytes of their ids. */
export function inOrder(scopes: readonly PolicyScope[]): readonly PolicyScope[] {
  return [...new Set(scopes)].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
}

/** Whether the passkey is refused: everywhere, or at this organization. */
export function isRefused(suspendedBy: readonly PolicyScope[], organizationId: string | undefined): boolean {
  if (suspendedBy.includes('environment')) return true
  return organizationId !== undefined && suspendedBy.includes(`organization:${organizationId}`)
}

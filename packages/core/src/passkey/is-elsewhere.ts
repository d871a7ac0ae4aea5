import type { AuthenticatorAttachment } from '@latchkey/wire'

/** The hints about the location of an authenticator. None of them is signed. */
export interface PlaceHints {
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly transports: readonly string[]
}

/** The transports by which an authenticator of each kind is reached. */
const transportsOf = {
  platform: ['internal'],
  'cross-platform': ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'cable'],
} as const satisfies Record<AuthenticatorAttachment, readonly string[]>

/**
 * Whether the authenticator is certainly not where it must be: the browser reports the other attachment, and a
 * transport that belongs to it. One hint alone is not enough: Safari reports a USB key as `platform`.
 */
export function isElsewhere({ attachment, transports }: PlaceHints, wanted: AuthenticatorAttachment | 'any'): boolean {
  if (wanted === 'any' || attachment === undefined || attachment === wanted) return false
  const reachedBy: readonly string[] = transportsOf[attachment]
  return transports.some((transport) => reachedBy.includes(transport))
}
